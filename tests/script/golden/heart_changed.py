"""MLP trên heart, đúng như dl-lab huấn luyện: PyTorch thuần, không giấu gì.

Cần có: numpy, pandas, torch.
Nếu heart_cleveland.csv không nằm trong thư mục ghi bên dưới, hãy đưa thư mục của nó làm tham số.
In ra đúng các giá trị mất mát mà dl-lab ghi lại trên CPU với cùng số luồng.
"""

import copy
import math
import sys
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
from torch import nn

DATASETS = Path(sys.argv[1] if len(sys.argv) > 1 else "datasets")
EPOCHS = 20
BATCH_SIZE = 64
LR = 0.001
SEED = 0
torch.set_num_threads(1)  # số luồng khác thì cộng theo thứ tự khác: chữ số cuối đổi


# ---- Dữ liệu ----


def shuffled(n, seed):
    """Các số 0 đến n - 1 theo một thứ tự ngẫu nhiên, giống nhau trên mọi máy và mọi phiên bản."""
    return np.argsort(np.random.PCG64(seed).random_raw(n), kind="stable")


def take(rows, n):
    """Lấy n dòng và trả cả phần còn lại; mỗi nhãn góp đúng phần của mình."""
    own = labels[rows]
    classes, counts = np.unique(own, return_counts=True)
    exact = n * counts / len(rows)
    share = np.floor(exact).astype(int)
    share[np.argsort(share - exact, kind="stable")[: n - share.sum()]] += 1  # phần dư do làm tròn xuống
    chosen = np.zeros(len(rows), dtype=bool)
    for label, count in zip(classes, share, strict=True):
        chosen[np.flatnonzero(own == label)[:count]] = True
    return rows[chosen], rows[~chosen]


# Đọc mọi ô như văn bản, để những từ như "NA" hay "None" vẫn là từ.
table = pd.read_csv(DATASETS / "heart_cleveland.csv", dtype=str, keep_default_na=False)
CATEGORIES = ["cp", "restecg", "slope", "thal"]
NUMBERS = ["age", "sex", "trestbps", "chol", "fbs", "thalach", "exang", "oldpeak", "ca"]
labels = (pd.to_numeric(table["num"]) >= 1).to_numpy(dtype=int)

# Học từ train, lựa chọn theo validation, chỉ xem test một lần.
test, rest = take(shuffled(len(labels), seed=0), 61)
validation, train = take(rest, 61)

# Trung vị, trung bình và các loại chỉ lấy từ những dòng huấn luyện.
features = []
for name in NUMBERS:
    x = pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=float, copy=True)
    missing = np.isnan(x)
    x[missing] = np.median(x[train][~missing[train]])
    features.append((x - x[train].mean()) / x[train].std())
    if missing[train].any():  # thiếu một con số cũng có thể nói lên điều gì đó
        features.append(missing)
for name in CATEGORIES:  # mỗi loại một cột: 1 ở chỗ đúng loại
    for category in sorted(set(table[name].iloc[train]) - {""}):
        features.append(table[name] == category)
inputs = np.stack(features, axis=1)


def tensors(inputs, labels):
    """Đầu vào và kết quả mong muốn, dưới dạng tensor."""
    return torch.tensor(inputs, dtype=torch.float32), torch.tensor(labels, dtype=torch.float32)


x_train, y_train = tensors(inputs[train], labels[train])
x_val, y_val = tensors(inputs[validation], labels[validation])
x_test, y_test = tensors(inputs[test], labels[test])

# ---- Mạng ----


class Net(nn.Module):
    """Từ 23 giá trị đến các logit."""

    def __init__(self):
        super().__init__()
        self.linear1 = nn.Linear(x_train.shape[1], 32)
        self.linear1_norm = nn.Identity()  # batch norm được đưa vào giữa chừng
        self.dropout = nn.Dropout(0)  # thay đổi giữa chừng
        self.linear2 = nn.Linear(32, 16)
        self.linear2_norm = nn.Identity()  # batch norm được đưa vào giữa chừng
        self.output = nn.Linear(16, 1)

    def forward(self, x):
        x = F.relu(self.linear1_norm(self.linear1(x)))
        x = self.dropout(x)
        x = F.relu(self.linear2_norm(self.linear2(x)))
        x = self.dropout(x)
        return self.output(x).squeeze(1)


model = Net()
# Mỗi tầng rút từ dòng ngẫu nhiên riêng: thêm một tầng không làm đổi trọng số của tầng khác.
for name, layer in model.named_modules():
    if isinstance(layer, nn.Linear):
        stream = torch.Generator().manual_seed(SEED + zlib.crc32(f"{name}.weight".encode()))
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=stream)
        nn.init.zeros_(layer.bias)
torch.manual_seed(SEED)  # cho dropout

# ---- Huấn luyện ----
steps_per_epoch = math.ceil(len(x_train) / BATCH_SIZE)
lr = LR
optimizer = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=0, fused=True)


def rate_factor(step):
    """Hệ số nhân vào tốc độ học ở một bước."""
    warmup = round(0.5 * steps_per_epoch)
    if step < warmup:  # bước nhỏ khi trọng số còn ngẫu nhiên
        return 0.1 + 0.9 * step / warmup
    step -= warmup
    total = EPOCHS * steps_per_epoch - warmup
    return 0.5 * (1 + math.cos(math.pi * min(step, total) / total))


@torch.inference_mode()
def evaluate(model, x, y):
    """Mất mát, và tỉ lệ mẫu được đoán đúng."""
    model.eval()  # tắt dropout, batch norm dùng thống kê tích luỹ
    logits = model(x)
    loss = F.binary_cross_entropy_with_logits(logits, y).item()
    return loss, ((logits > 0) == y).double().mean().item()


shuffle = torch.Generator().manual_seed(SEED)  # thứ tự của các mẫu
step = 0
best, waited = float("inf"), 0
best_model = model

for epoch in range(1, EPOCHS + 1):
    model.train()
    loss_sum, hits = 0.0, 0
    order = torch.randperm(len(x_train), generator=shuffle)
    batches = zip(x_train[order].split(BATCH_SIZE), y_train[order].split(BATCH_SIZE), strict=True)
    for inputs, targets in batches:
        if step == 6:  # thay đổi trong lúc huấn luyện
            model.linear1_norm = nn.BatchNorm1d(32)
            model.linear2_norm = nn.BatchNorm1d(16)
            state = optimizer.state
            optimizer = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=0, fused=True)
            optimizer.state.update(state)  # những gì đã tích luỹ vẫn đúng
        if step == 12:  # thay đổi trong lúc huấn luyện
            model.dropout.p = 0.2
            lr = 0.0005
        optimizer.param_groups[0]["lr"] = lr * rate_factor(step)
        optimizer.zero_grad()
        logits = model(inputs)
        loss = F.binary_cross_entropy_with_logits(logits, targets)
        loss.backward()
        optimizer.step()
        step += 1
        loss_sum += loss.item() * len(targets)
        hits += ((logits > 0) == targets).sum().item()
    train_loss, train_accuracy = loss_sum / len(order), hits / len(order)
    val_loss, val_accuracy = evaluate(model, x_val, y_val)
    print(
        f"epoch {epoch}  mất mát huấn luyện {train_loss:.7f}  độ chính xác {train_accuracy:.7f}"
        f"  mất mát kiểm định {val_loss:.7f}  độ chính xác {val_accuracy:.7f}"
    )
    if val_loss < best:
        best, waited = val_loss, 0
        best_model = copy.deepcopy(model)
    else:
        waited += 1
    if waited >= 3:  # dừng sớm
        break

# Trọng số của epoch tốt nhất, trên dữ liệu chưa dùng để lựa chọn điều gì.
test_loss, test_accuracy = evaluate(best_model, x_test, y_test)
print(f"mất mát kiểm tra {test_loss:.7f}  độ chính xác {test_accuracy:.7f}")
