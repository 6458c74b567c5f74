"""Dòng lệnh: trợ giúp, những gì nó in ra, và lời báo khi dùng sai."""

TEXTS = {
    # trợ giúp
    "help.command_slot": "[LỆNH]",
    "help.options_slot": "[tuỳ chọn]",
    "help.commands": "Lệnh",
    "help.arguments": "Tham số",
    "help.options": "Tuỳ chọn",
    "help.examples": "Ví dụ",
    "help.exit": "Mã thoát",
    "group.learning": "Học",
    "group.training": "Huấn luyện",
    "group.looking": "Xem",
    "group.writing": "Viết bài học",
    "group.setup": "Thiết lập",
    "option.help": "Hiện trợ giúp này.",
    "option.version": "Hiện phiên bản.",
    "option.lang": "Ngôn ngữ cho lần gọi này; thiết lập giữ ngôn ngữ dùng chung.",
    "option.profile": "Tiến độ của ai, khi hai người học dùng chung một tài khoản.",
    "option.progress_export": "Một tệp mới; - thì in ra.",
    "option.progress_import": "Một tệp do dl-lab progress export ghi ra.",
    "option.lesson": "Tên ngắn của một bài học; dl-lab lessons list liệt kê tất cả.",
    "option.set": "Đặt một trường bất kỳ; có thể lặp lại nhiều lần. dl-lab fields liệt kê tất cả.",
    "option.config": "Bắt đầu từ tệp JSON này (- đọc từ đầu vào chuẩn); các tuỳ chọn khác sửa lại nó.",
    "option.detach": "Bắt đầu huấn luyện rồi rời đi: nó tự chạy tiếp.",
    "option.json": "JSON, dành cho máy.",
    "option.json_epochs": "Mỗi epoch một dòng JSON và một dòng tổng kết ở cuối, dành cho máy.",
    "option.run": "Số của lượt chạy, tên thư mục của nó, hoặc last.",
    "option.run_or_last": "Số của lượt chạy, tên thư mục của nó, hoặc last (mặc định khi không ghi).",
    "option.epochs_in_all": "Huấn luyện đến tổng cộng chừng này epoch.",
    "option.yes": "Không hỏi lại.",
    "option.all": "Mọi lượt chạy; lượt đang huấn luyện thì không đụng đến.",
    "option.dry_run": "Chỉ cho biết sẽ giải phóng bao nhiêu.",
    "option.data_name": "Một bộ dữ liệu; dl-lab data list liệt kê tất cả.",
    "option.group": "Chỉ nhóm này: data, model, regularisation, optimizer, schedule, early_stopping hoặc run.",
    "option.set_differing": "Điều sẽ khác đi; có thể lặp lại nhiều lần. dl-lab fields liệt kê mọi trường.",
    "option.branch_epoch": "Nhánh bắt đầu sau epoch này.",
    "option.script": "Chương trình PyTorch thuần làm đúng lượt chạy này.",
    "option.exported": "Số hoặc tên của một lượt chạy, hoặc tên ngắn của bài học khi dùng --ipynb, --py hay --html.",
    "option.ipynb": "Bài học dưới dạng sổ tay Jupyter, có phần mã của bạn.",
    "option.py": "Bài học dưới dạng chương trình Python chia ô (# %%).",
    "option.html": "Bài học thành một trang HTML, để in hoặc để nộp.",
    "option.output": "Ghi vào tệp mới này. Không có nó thì script được in ra, còn bài học được ghi vào tệp mang tên bài; - là in ra.",
    "option.tensorboard": "Ghi mọi thứ được ghi lại vào thư mục này cho TensorBoard (cần pip install tensorboard).",
    "option.shell": "bash, zsh hoặc fish.",
    # dl-lab
    "top.summary": "học sâu ngay trong terminal",
    "top.about": "Học về học sâu ngay trong terminal: huấn luyện mạng thật trên dữ liệu thật, quan sát, và thay đổi "
    "chúng trong lúc chúng học. Không có lệnh nào thì mở ứng dụng. Việc huấn luyện nằm ở một tiến trình riêng: đóng "
    "terminal hay mất kết nối SSH cũng không làm nó dừng.",
    "top.examples": "dl-lab # mở ứng dụng\n"
    "dl-lab train --data mnist --model cnn --epochs 3 # huấn luyện một CNN trên chữ số viết tay, không cần màn hình\n"
    "dl-lab runs list # những gì đã huấn luyện, và dung lượng của chúng\n"
    "dl-lab help runs resume # trợ giúp về một lệnh",
    "top.exit": "0 xong\n1 một lượt chạy thất bại\n2 dùng sai, hoặc có điều cần sửa: câu báo nói rõ\n130 bị ngắt",
    "lessons.summary": "liệt kê bài học, đọc một bài ở đây, chạy các ô mã",
    "lessons.about": "Các bài học của khoá học và của những gói đã thêm. Gọi một bài bằng tên ngắn, hoặc gói/tên nếu "
    "là bài của người khác. Không có lệnh nào thì liệt kê. Muốn học một bài, hãy mở ứng dụng.",
    "lessons.examples": "dl-lab lessons # tất cả\n"
    "dl-lab lessons show gradient # đọc một bài không cần ứng dụng\n"
    "dl-lab lessons run gradient # chạy lần lượt các ô mã của bài",
    "lessons.list.summary": "mọi bài học và bạn đã học đến đâu",
    "lessons.list.about": "Liệt kê mọi bài học theo thứ tự, cùng tên ngắn, số phút, và bạn đã bắt đầu hay đã học xong. "
    "Cả những bài mới chỉ dự kiến cũng có trong danh sách.",
    "lessons.list.examples": "dl-lab lessons list # dạng bảng\ndl-lab lessons list --json # cho script",
    "lessons.show.summary": "một bài học dưới dạng văn bản",
    "lessons.show.about": "In một bài học: lời, công thức, mã, bài tập và câu hỏi, không kèm đáp án.",
    "lessons.show.examples": "dl-lab lessons show gradient # từ đầu đến cuối\n"
    "dl-lab lessons show gradient --lang vi # bằng tiếng Việt",
    "lessons.run.summary": "chạy lần lượt các ô mã của một bài học",
    "lessons.run.about": "Chạy lần lượt các ô mã đúng như bài học viết, trong một kernel sạch và kết thúc cùng nó, rồi "
    "in những gì chúng in ra. Gặp ô đầu tiên bị lỗi thì dừng.",
    "lessons.run.examples": "dl-lab lessons run gradient # xem kết quả ra sao\n"
    "dl-lab lessons run made/begin # của gói do người khác viết",
    "lessons.run.exit": "0 mọi ô đã chạy\n1 một ô bị lỗi\n2 không có bài học đó, hoặc không khởi động được kernel\n"
    "130 bị ngắt",
    "progress.summary": "những gì bạn đã làm, theo từng bài học",
    "progress.about": "Cho biết bạn đã đi đến đâu trong mỗi bài học: số khối đã xem, ô mã đã chạy, bài tập đã đạt, câu "
    "hỏi trả lời đúng (câu đoán trước khi đọc được tính khi đã đoán), và thời gian đã học. Xuất và nhập để mang sang máy khác. Hai người học dùng chung một tài khoản thì "
    "mỗi người chọn một --profile.",
    "progress.examples": "dl-lab progress # dạng bảng\n"
    "dl-lab progress --json # cho script\n"
    "dl-lab progress export mine.json # để mang sang máy khác\n"
    "dl-lab progress --profile an # của người học khác trên tài khoản này",
    "progress.export.summary": "ghi tất cả vào một tệp",
    "progress.export.about": "Ghi tiến độ, câu trả lời, các ô đã sửa, ghi chú và dấu trang của bạn vào một tệp JSON "
    "mới, chỉ mình bạn đọc được. Với - thì in ra màn hình.",
    "progress.export.examples": "dl-lab progress export mine.json # vào một tệp\n"
    "dl-lab progress export - > mine.json # vào bất cứ đâu",
    "progress.import.summary": "nhập một tệp như thế",
    "progress.import.about": "Nhập tệp do dl-lab progress export ghi ra và gộp vào: cái nào mới hơn thì giữ, bên nào đã "
    "làm xong thì coi là xong, và bản cũ hơn của một ô vẫn nằm trong lịch sử của ô đó. Nhập cùng một tệp hai lần thì "
    "lần sau không thay đổi gì. Nếu trong tệp có chỗ sai thì không có gì bị thay đổi.",
    "progress.import.examples": "dl-lab progress import mine.json # từ máy khác\n"
    "dl-lab progress import mine.json --profile an # cho người học khác trên tài khoản này",
    "review.summary": "hỏi lại câu bạn từng trả lời, trước khi bạn quên",
    "review.about": "Hỏi lại những gì bạn đã trả lời trong bài học, đúng lúc bạn sắp quên: mỗi ngày vài phút. Điều bạn "
    "nhớ kỹ thì ngày càng lâu mới quay lại. Bài tập ngắn quay lại trong ứng dụng (phím r trên bản đồ khoá học).",
    "review.examples": "dl-lab review # hỏi các câu của hôm nay\ndl-lab review --json # những gì đến hạn, cho script",
    "train.summary": "huấn luyện một mạng và quan sát",
    "train.about": "Huấn luyện một mạng và cho thấy nó học ra sao: thanh tiến độ trên terminal, mỗi epoch một dòng ở "
    "nơi khác. Việc huấn luyện là một tiến trình riêng. Ctrl+C dừng nó và giữ lại tất cả (dl-lab runs resume chạy "
    "tiếp); Ctrl+C lần nữa thì rời đi, không chờ. Với --detach nó chỉ được khởi động, và dl-lab runs watch mở ra xem "
    "sau.",
    "train.examples": "dl-lab train --data mnist --model cnn --epochs 5 # một CNN nhỏ trên chữ số viết tay\n"
    "dl-lab train --data moons --set model.hidden=16,16 --set optimizer.name=sgd --lr 0.1 # hai vầng trăng, SGD thuần\n"
    "dl-lab train --data heart --set regularisation.dropout=0.3 --detach # khởi động rồi rời đi\n"
    "dl-lab config --data digits8x8 > a.json; dl-lab train --config a.json --seed 1 # y như cũ, seed khác",
    "train.exit": "0 lượt chạy hoàn tất\n1 thất bại; câu báo nói vì sao và nên thử gì\n"
    "2 dùng sai, hoặc cấu hình không huấn luyện được\n130 dừng trước khi xong, do Ctrl+C hoặc từ nơi khác",
    "runs.summary": "liệt kê, so sánh, xem, chạy tiếp, dừng và xoá lượt chạy",
    "runs.about": "Mỗi lần huấn luyện là một lượt chạy: một thư mục gồm cấu hình, các sự kiện và các checkpoint. Gọi "
    "một lượt bằng số, bằng tên thư mục, hoặc last. Không có lệnh nào thì liệt kê.",
    "runs.examples": "dl-lab runs # mọi lượt chạy\n"
    "dl-lab runs show last # chi tiết lượt mới nhất\n"
    "dl-lab runs prune --all --dry-run # có thể giải phóng bao nhiêu",
    "runs.list.summary": "mọi lượt chạy và dung lượng của chúng",
    "runs.list.about": "Liệt kê mọi lượt chạy, cũ nhất trước: trạng thái, dữ liệu và mô hình, số epoch đã xong, giá "
    "trị kiểm định tốt nhất, kết quả trên tập kiểm tra ở cuối, và dung lượng trên đĩa.",
    "runs.list.examples": "dl-lab runs list # dạng bảng\ndl-lab runs list --json # cho một script",
    "runs.show.summary": "chi tiết một lượt chạy",
    "runs.show.about": "Cho xem một lượt chạy: cấu hình khác mặc định ở đâu, các epoch cuối, những gì đã đổi trong "
    "lúc huấn luyện, nó kết thúc ra sao và nằm ở đâu. Qua SSH thì có cả lệnh chép nó về máy của bạn.",
    "runs.show.examples": "dl-lab runs show # lượt mới nhất\ndl-lab runs show 7 --json # lượt 7 với mọi epoch",
    "runs.explain.summary": "đọc được gì từ các đường cong của một lượt chạy",
    "runs.explain.about": "Cho biết các đường cong của một lượt chạy nói gì: quá khớp, chưa khớp, tốc độ học quá cao "
    "hay quá thấp, đường nằm ngang, tập kiểm định quá nhỏ để kết luận. Mỗi điều có các con số làm căn cứ, bài học dạy "
    "về nó, và một thay đổi để thử. Khi không đủ chắc chắn thì không nói gì.",
    "runs.explain.examples": "dl-lab runs explain # lượt mới nhất, đang huấn luyện hay đã xong\n"
    "dl-lab runs explain 7 --json # lượt 7, cho một script",
    "runs.compare.summary": "các lượt khác nhau ở đâu, và kết quả ra sao",
    "runs.compare.about": "Đặt từ hai đến sáu lượt cạnh nhau: khác nhau ở đâu, giá trị kiểm định tốt nhất và epoch của "
    "nó, độ chênh (mất mát kiểm định trừ mất mát huấn luyện sau epoch cuối), thời gian, kết quả kiểm tra. Câu bên dưới "
    "nói lượt nào đang hơn, và có hơn mức nhiễu của tập kiểm định hay không.",
    "runs.compare.examples": "dl-lab runs compare 7 8 # một lượt và bản song sinh\n"
    "dl-lab runs compare 3 4 5 6 --json # bốn lượt, cho chương trình",
    "runs.twin.summary": "chạy lại y hệt một lượt, chỉ đổi một điều",
    "runs.twin.about": "Bắt đầu một lượt giống lượt kia từ đầu, cùng seed, chỉ khác điều --set nói. Nhờ vậy thấy được "
    "riêng một công tắc làm gì. Nó được theo dõi như dl-lab train; máy ít nhân thì nó chờ lượt đang huấn luyện kết "
    "thúc.",
    "runs.twin.examples": "dl-lab runs twin last --set regularisation.dropout=0.3 # dropout làm gì?\n"
    "dl-lab runs twin 7 --set optimizer.lr=0.01 --detach # tốc độ học cao hơn, chạy nền\n"
    "dl-lab runs twin 7 --set run.seed=1 # bao nhiêu phần là ngẫu nhiên?",
    "runs.twin.exit": "0 bản song sinh hoàn tất\n1 thất bại; câu báo nói vì sao và nên thử gì\n"
    "2 dùng sai, hoặc không có gì khác\n130 dừng trước khi xong",
    "runs.branch.summary": "đi tiếp từ một epoch của một lượt, với điều gì đó đổi khác",
    "runs.branch.about": "Bắt đầu một lượt đi tiếp từ trạng thái của lượt kia sau một epoch, đổi những trường đổi được "
    "khi đang huấn luyện: nếu bật dropout từ epoch 3 thì sao? Checkpoint của epoch đó phải còn (dl-lab runs prune xoá "
    "nó).",
    "runs.branch.examples": "dl-lab runs branch 7 --epoch 3 --set regularisation.dropout=0.3 # dropout từ sau epoch 3\n"
    "dl-lab runs branch last --epoch 5 --set optimizer.lr=1e-4 --detach # tốc độ học thấp hơn, chạy nền",
    "runs.branch.exit": "0 nhánh hoàn tất\n1 thất bại; câu báo nói vì sao và nên thử gì\n"
    "2 dùng sai, hoặc checkpoint không còn\n130 dừng trước khi xong",
    "runs.open.summary": "mở một lượt chạy trong phòng lab",
    "runs.open.about": "Mở ứng dụng với một lượt chạy, đủ biểu đồ và toàn bộ quá trình: lượt đang huấn luyện tiếp tục ngay trước mắt bạn.",
    "runs.open.examples": "dl-lab runs open # lượt mới nhất\ndl-lab runs open 7 # lượt này",
    "runs.watch.summary": "quan sát một lượt đang huấn luyện",
    "runs.watch.about": "Mở ra xem một lượt đang huấn luyện, dù ai đã khởi động, và hiện giống dl-lab train. Ctrl+C "
    "chỉ rời đi: việc huấn luyện vẫn tiếp tục.",
    "runs.watch.examples": "dl-lab runs watch # lượt mới nhất\ndl-lab runs watch 7 --json # các epoch dưới dạng dòng "
    "JSON",
    "runs.watch.exit": "0 lượt chạy hoàn tất\n1 thất bại, hoặc tiến trình của nó đã chết\n130 nó bị dừng, hoặc bạn "
    "rời đi",
    "runs.resume.summary": "chạy tiếp một lượt từ checkpoint cuối",
    "runs.resume.about": "Chạy tiếp một lượt đã dừng, thất bại hoặc mất tiến trình, từ checkpoint cuối, như chưa từng "
    "dừng. Với --epochs thì cả lượt đã hoàn tất. Ctrl+C lại dừng nó.",
    "runs.resume.examples": "dl-lab runs resume # lượt mới nhất\n"
    "dl-lab runs resume 7 --epochs 20 --detach # đến tổng cộng 20 epoch, ở nền",
    "runs.stop.summary": "dừng một lượt và giữ lại",
    "runs.stop.about": "Yêu cầu dừng huấn luyện sau batch đang chạy, và chờ đến khi checkpoint được ghi. Không mất "
    "gì: dl-lab runs resume chạy tiếp.",
    "runs.stop.examples": "dl-lab runs stop last # lượt mới nhất\ndl-lab runs stop 7 # lượt 7",
    "runs.delete.summary": "xoá hẳn các lượt chạy",
    "runs.delete.about": "Xoá hẳn các lượt chạy cùng mọi checkpoint của chúng, sau khi hỏi lại. Lượt đang huấn luyện "
    "thì không xoá được.",
    "runs.delete.examples": "dl-lab runs delete 3 4 # cho biết đó là gì rồi hỏi\n"
    "dl-lab runs delete 3 --yes # không hỏi, dùng cho script",
    "runs.prune.summary": "bỏ các checkpoint trừ bản cuối và bản tốt nhất",
    "runs.prune.about": "Giải phóng dung lượng: bỏ mọi checkpoint của một lượt trừ bản cuối và bản tốt nhất. Lượt "
    "chạy, các đường cong và kết quả vẫn còn, và vẫn chạy tiếp được.",
    "runs.prune.examples": "dl-lab runs prune --all --dry-run # sẽ giải phóng bao nhiêu\ndl-lab runs prune 3 4 # hai "
    "lượt",
    "data.summary": "các bộ dữ liệu, và xem một bộ",
    "data.about": "Liệt kê các bộ dữ liệu có thể học, hoặc cho xem một bộ: thẻ mô tả, phân bố các lớp, và vài ảnh "
    "hoặc dòng của nó. Không có lệnh nào thì liệt kê.",
    "data.examples": "dl-lab data # mọi bộ dữ liệu\ndl-lab data show mnist # chữ số, vẽ ngay trong terminal",
    "data.list.summary": "mọi bộ dữ liệu",
    "data.list.about": "Liệt kê mọi bộ dữ liệu với bài toán, kích thước và giấy phép, và bộ nào đã có ở đây.",
    "data.list.examples": "dl-lab data list # dạng bảng\ndl-lab data list --json # cho một script",
    "data.show.summary": "xem một bộ dữ liệu",
    "data.show.about": "Cho xem một bộ dữ liệu: nguồn gốc, giấy phép, cách chia, phân bố các lớp, và vài ảnh, điểm "
    "hoặc dòng. Nó phải nạp dữ liệu, mất vài giây.",
    "data.show.examples": "dl-lab data show fashion_mnist # quần áo\ndl-lab data show heart --json # cho một script",
    "fields.summary": "mọi thứ mà --set đặt được",
    "fields.about": "Liệt kê các trường của cấu hình: mỗi trường làm gì, nhận gì, và giá trị mặc định. Trường ghi "
    "“đổi khi chạy” có thể đổi trong lúc mạng đang học.",
    "fields.examples": "dl-lab fields # tất cả\ndl-lab fields optimizer # một nhóm\n"
    "dl-lab fields --json # cho một script",
    "config.summary": "in ra cấu hình sẽ được huấn luyện",
    "config.about": "In ra cấu hình mà dl-lab train sẽ dùng với cùng các tuỳ chọn, dạng JSON, sau khi kiểm tra. Không "
    "huấn luyện gì. Tệp này sửa được và đưa lại bằng --config.",
    "config.examples": "dl-lab config --data heart --set optimizer.name=adamw # xem thử\n"
    "dl-lab config --data mnist --model cnn > cnn.json # giữ lại\n"
    "dl-lab config --config cnn.json --epochs 20 # sửa một cấu hình đã giữ",
    "export.summary": "lượt chạy thành chương trình PyTorch thuần, bài học thành sổ tay hay trang",
    "export.about": "In ra chương trình PyTorch thuần làm đúng một lượt chạy, kể cả những gì đã đổi giữa chừng: dữ liệu, "
    "mạng, vòng lặp, kiểm định và kiểm tra trong một tệp không cần dl-lab. Trên CPU nó in ra đúng các giá trị mất mát "
    "đã ghi lại. Với --tensorboard, nó ghi mọi bước và epoch đã ghi lại cho TensorBoard.",
    "export.examples": "dl-lab export --script # của lượt mới nhất, để đọc\n"
    "dl-lab export 7 --script --output run7.py # của lượt 7, để chạy: python run7.py\n"
    "dl-lab export 7 --tensorboard tb # của lượt 7, cho tensorboard --logdir tb\n"
    "dl-lab export activations --ipynb # bài học cùng câu trả lời của bạn, thành activations.ipynb",
    "doctor.summary": "ở đây cái gì chạy được, thiếu gì, lấy ở đâu",
    "doctor.about": "Kiểm tra máy này trong nửa giây: các phiên bản, GPU và trình điều khiển, thư mục, terminal và "
    "màu sắc, và việc huấn luyện ra sao khi đăng xuất. Mỗi lỗi đi kèm lệnh sửa nó.",
    "doctor.examples": "dl-lab doctor # cho bạn\ndl-lab doctor --json # cho báo cáo lỗi hoặc script",
    "doctor.exit": "0 dl-lab chạy được ở đây\n1 có điều làm nó không dùng được",
    "completion.summary": "để phím Tab điền lệnh, trường và lượt chạy",
    "completion.about": "In ra một script để phím Tab điền tiếp lệnh, tuỳ chọn, các trường và lựa chọn của chúng, bộ "
    "dữ liệu và lượt chạy.",
    "completion.examples": 'eval "$(dl-lab completion bash)" # bash: ghi dòng này vào ~/.bashrc\n'
    'eval "$(dl-lab completion zsh)" # zsh: ghi dòng này vào ~/.zshrc, sau compinit\n'
    "dl-lab completion fish > ~/.config/fish/completions/dl-lab.fish # fish: một lần",
    # dùng sai
    "unknown_command": "{prog} không có lệnh {name}: có {known}",
    "unknown_command_near": "{prog} không có lệnh {name}: có phải bạn muốn viết {near}?",
    "unknown_option": "{command} không nhận {name}: {command} --help cho biết nó nhận gì",
    "unknown_option_near": "{command} không nhận {name}: có phải bạn muốn viết {near}?",
    "missing": "{command} cần {names}: {command} --help chỉ cách viết",
    "needs_value": "{option} cần một giá trị: {command} --help cho biết giá trị nào",
    "usage": "{problem}: {command} --help chỉ cách viết",
    "config_unreadable": "không đọc được --config {where} ({error}): hãy ghi đường dẫn một tệp JSON; "
    "dl-lab config in ra một tệp như thế",
    "no_language": "--lang {name}: có {known}",
    "no_group": "không có nhóm {name}: có {known}. {hint}",
    "no_shell": "không có phần điền tiếp cho {name}: có {known}",
    "branch_epoch": "--epoch {value}: hãy nêu số của một epoch đã xong; {command} --help chỉ cách viết",
    "export_what": "hãy chọn một trong hai: --script cho chương trình PyTorch thuần của lượt chạy, --tensorboard DIR cho "
    "các số đo của nó để xem bằng TensorBoard",
    "tensorboard_missing": "ghi cho TensorBoard cần một gói chưa được cài ở đây: pip install tensorboard",
    "tensorboard_unwritable": "không ghi được vào {where} ({error}): hãy đặt thư mục khác cho --tensorboard",
    "tensorboard_exists": "{where} đã có lượt chạy này, ghi hai lần thì nó bị vẽ hai lần: hãy xoá thư mục đó hoặc đặt thư mục khác cho --tensorboard",
    "tensorboard_detached": "--tensorboard ghi trong lúc quan sát, còn --detach thì không quan sát gì: hãy bỏ một trong hai, hoặc xuất ra về sau bằng dl-lab export RUN --tensorboard DIR",
    "tensorboard_look": "để xem: tensorboard --logdir {folder}",
    "export_exists": "{where} đã có sẵn: hãy đặt tên khác cho --output",
    "export_unwritable": "không ghi được {where} ({error}): hãy chọn chỗ khác cho --output",
    "exported": "đã ghi vào {where}",
    "no_terminal": "ứng dụng cần một terminal, mà đây không phải; không có màn hình thì dùng dl-lab train, runs, data, "
    "fields, config và doctor (dl-lab --help)",
    "no_terminal_errors": "ứng dụng vẽ ra luồng lỗi chuẩn, mà ở đây luồng đó dẫn đi nơi khác: hãy chạy không có 2>",
    # các trường
    "live": "đổi khi chạy",
    "accepts": "nhận",
    "fields_hint": "dl-lab train --set TRƯỜNG=GIÁ_TRỊ đặt một trường. Trường ghi “đổi khi chạy” có thể đổi trong lúc "
    "mạng đang học.",
    # một lượt chạy đang được xem
    "heading": "lượt {number}   {data} · {model} · {optimizer}",
    "heading_plain": "lượt {number}   {name}",
    "waits_for": "lượt {number} chờ lượt {other} kết thúc: máy ít nhân mà huấn luyện hai lượt thì chúng làm chậm nhau",
    "starting": "đang khởi động, PyTorch cần vài giây",
    "started": "{parameters} tham số, {samples} mẫu huấn luyện, trên {device}",
    "resumed": "chạy tiếp sau epoch {epoch}: {parameters} tham số, {samples} mẫu huấn luyện, trên {device}",
    "epoch_line": "epoch {epoch}  mất mát {train_loss} kđ {val_loss}  {metric} {train_metric} kđ "
    "{val_metric}  {time}{best}",
    "best": "tốt nhất",
    "metric_accuracy": "chính xác",
    "metric_r2": "R²",
    "epochs_before": "({n} epoch trước đó)",
    "changed": "bước {step}: {changes}",
    "paused": "tạm dừng ở bước {step}",
    "continued": "chạy tiếp ở bước {step}",
    "bar_epoch": "epoch {epoch}/{epochs}",
    "bar_step": "bước {step}",
    "bar_loss": "mất mát {loss}",
    "bar_val": "kđ {value}",
    "bar_speed": "{speed}/s",
    "bar_left": "còn {time}",
    "stopping": "sẽ dừng sau batch này và giữ lại tất cả; Ctrl+C lần nữa thì rời đi, không chờ",
    "left": "đã rời lượt {number}: dl-lab runs watch {number} mở lại, dl-lab runs stop {number} dừng nó",
    "left_stopping": "lượt {number} sẽ tự dừng sau batch đang chạy: dl-lab runs resume {number} chạy tiếp về sau",
    "detached": "đang huấn luyện ở nền: dl-lab runs watch {number} mở ra xem, dl-lab runs stop {number} dừng nó",
    "stopped_learner": "■ lượt {number} đã dừng và được giữ lại: dl-lab runs resume {number} chạy tiếp",
    "stopped_signal": "■ lượt {number} bị hệ thống kết thúc và được giữ lại: dl-lab runs resume {number} chạy tiếp",
    "stopped_gpu": "■ lượt {number} đã trả GPU và được giữ lại: dl-lab runs resume {number} chạy tiếp",
    "failed": "lượt {number} thất bại: {why}",
    "lost": "tiến trình của lượt {number} chết không một lời (bị diệt, hoặc hết bộ nhớ): {log} có thể cho biết vì "
    "sao, và dl-lab runs resume {number} chạy tiếp từ checkpoint cuối",
    "test_result": "kiểm tra: {metric} {value}",
    "test_loss": "mất mát {value}",
    "best_epoch": "epoch tốt nhất {epoch}",
    "early_stopped": "dừng sớm sau epoch {epoch}",
    "test_look": "tập kiểm tra đã bị xem {n} lần",
    "folder": "ở {path}",
    "fetch": "để chép về máy của bạn, gõ ở đó: {command}",
    # bài học
    "column_number": "số",
    "column_name": "tên",
    "column_minutes": "phút",
    "lesson_new": "● sẵn sàng",
    "lesson_begun": "▸ đang học",
    "lesson_finished": "✓ đã xong",
    "lesson_planned": "○ dự kiến",
    "lesson_in_english": "bài này chưa dịch hết: phần còn thiếu để bằng tiếng Anh",
    "lesson_cell": "{id}, dòng {line}",
    "lesson_ran": "cả {n} ô đã chạy",
    "lesson_failed": "một ô của {where} bị lỗi (ô in ra sau cùng là {id}), nên phần còn lại không được chạy",
    # tiến độ và ôn tập
    "column_lesson": "bài học",
    "column_seen": "đã xem",
    "column_cells": "ô đã chạy",
    "column_exercises": "bài tập",
    "column_quizzes": "câu hỏi",
    "column_time": "thời gian",
    "progress_gone": "Không còn trong gói bài học nào",
    "progress_total": "đã xong {finished} trong {n} bài học, tổng cộng {time}",
    "progress_review": "hôm nay có {n} mục cần ôn: dl-lab review",
    "progress_exported": "đã ghi vào {where}; ở nơi khác, dl-lab progress import nhập nó vào",
    "progress_imported": "đã nhập {where}: tệp nói về {lessons} bài học, {changed} mục là mới hoặc mới hơn",
    "progress_known": "{where} không có gì chưa biết: không có gì thay đổi",
    "review_no_terminal": "không có ai để trả lời {n} câu hỏi: hãy chạy dl-lab review trong terminal, hoặc thêm --json",
    "review_none_yet": "Chưa có gì để ôn: câu hỏi sẽ quay lại sau khi bạn trả lời nó trong bài học.",
    "review_none_due": "Hiện không có gì cần ôn; mục tiếp theo quay lại vào ngày {day}.",
    "review_begin": "Có {n} câu cần trả lời. Chỉ nhấn Enter là bỏ qua một câu, q là kết thúc.",
    "review_answer_one": "trả lời (1 đến {n}):",
    "review_answer_many": "trả lời (trong 1 đến {n}, mọi câu đúng):",
    "review_answer_number": "trả lời (một số):",
    "review_not_one": "hãy gõ một số từ 1 đến {n}",
    "review_not_many": "hãy gõ các số từ 1 đến {n}, cách nhau bằng dấu cách",
    "review_right": "✓ đúng",
    "review_wrong": "✗ chưa đúng",
    "review_solution": "đáp án đúng:  {answer}",
    "review_rating": "bạn thấy thế nào? enter vừa sức, k khó, d dễ, l mai hỏi lại:",
    "review_letters": "kdl",
    "review_end": "đúng {right} trong {n} câu",
    "review_exercises": "còn {n} bài tập ngắn đến hạn: phím r trên bản đồ khoá học mở chúng",
    "review_next": "mục tiếp theo quay lại vào ngày {day}",
    # lượt chạy
    "no_runs": "Chưa có lượt chạy nào. dl-lab train --data moons --epochs 5 tạo một lượt trong vài giây.",
    "column_run": "lượt",
    "column_state": "trạng thái",
    "column_what": "gì",
    "column_epoch": "epoch",
    "column_val": "kđ tốt",
    "column_test": "kiểm tra",
    "column_disk": "đĩa",
    "column_begun": "bắt đầu",
    "disk_total": "{n} lượt chạy, {size} trên đĩa",
    "disk": "{size} trên đĩa, trong đó dl-lab runs prune sẽ giải phóng {freed}",
    "config_differs": "khác cấu hình mặc định ở: {changes}",
    "config_usual": "cấu hình mặc định",
    "damaged": "{n} dòng sự kiện không đọc được và bị bỏ qua",
    "watch_hint": "dl-lab runs watch {number} mở ra xem, dl-lab runs stop {number} dừng nó",
    "resume_hint": "dl-lab runs resume {number} chạy tiếp",
    "nothing_left": "lượt {number} đã xong {done} epoch: dl-lab runs resume {number} --epochs {more} thêm vài epoch",
    "too_few_epochs": "lượt {number} đã chạy {done} epoch rồi, nên --epochs {epochs} không còn gì để huấn luyện: hãy "
    "ghi tổng số",
    "not_training": "lượt {number} không huấn luyện ({state}): không có gì để dừng",
    "stop_sent": "lượt {number} sẽ dừng sau batch đang chạy …",
    "stop_slow": "lượt {number} chưa dừng sau {seconds} s: batch dài, hoặc tiến trình bị treo; worker.log trong thư "
    "mục của nó có thể cho biết thêm",
    "delete_ask": "xoá hẳn {n} lượt? [c/K]",
    "yes_answers": "c có y yes",
    "delete_unsure": "không có ai để hỏi: thêm --yes để xoá",
    "kept": "không xoá gì",
    "deleted": "đã xoá {n} lượt, giải phóng {size}",
    "prune_what": "hãy ghi các lượt cần dọn, hoặc --all (không phải cả hai)",
    "prune_skipped": "lượt {number} đang huấn luyện nên được để yên",
    "pruned_run": "{name}   {size}",
    "freed": "đã giải phóng {size}",
    "would_free": "sẽ giải phóng {size}",
    # check, new-lesson, pack
    "option.check_path": "Thư mục của một gói bài học (có course.yaml) hoặc của một bài (có lesson.md).",
    "option.strict": "Có cảnh báo thì mã thoát cũng là 1.",
    "option.read_only": "Chỉ đọc: không chạy ô mã và bài tập nào.",
    "option.new_lesson_path": "Một thư mục mới; tên thư mục bỏ số ở đầu là id của bài.",
    "option.pack_path": "Một thư mục bài học có course.yaml.",
    "option.pack_name": "Tên gói, như dl-lab pack list liệt kê.",
    "check.summary": "báo lỗi trong bài học, theo tệp và dòng",
    "check.about": "Đọc một gói bài học hoặc một bài, rồi báo theo tệp và dòng những gì chưa đúng: cấu trúc, liên kết, "
    "id, bản dịch. Sau đó chạy mọi ô mã, và thử từng bài tập với lời giải, các câu trả lời đúng khác và các câu trả lời "
    "sai: mỗi câu sai phải nhận được đúng gợi ý của nó. Việc này chạy mã của bài học; với --read-only thì không chạy gì. "
    "Bản dịch thiếu, dở dang hay đã cũ và ô mã chạy chậm chỉ là cảnh báo.",
    "check.examples": "dl-lab check lessons # cả khoá học\n"
    "dl-lab check lessons/01-foundations/04-activations --read-only # một bài, thật nhanh\n"
    "dl-lab check my-lessons --strict --json # cho chương trình khác, tính cả cảnh báo",
    "check.exit": "0 không có gì sai (có thể có cảnh báo)\n1 có lỗi; với --strict thì cả khi có cảnh báo\n"
    "2 dùng sai lệnh, hoặc không có bài học nào",
    "new-lesson.summary": "viết sẵn một bài nhỏ để bắt đầu",
    "new-lesson.about": "Viết một bài nhỏ vào thư mục mới: lời giảng, ô mã, câu hỏi và một bài tập có đủ phép kiểm tra, "
    "gợi ý và những câu trả lời sai thường gặp, bằng tiếng Anh và tiếng Việt. Bài này qua được dl-lab check; bạn viết bài "
    "của mình đè lên. Trong một thư mục bài học mới (GÓI/PHẦN/BÀI, như ví dụ dưới), lệnh viết cả course.yaml liệt kê bài. Định dạng là MyST Markdown: bài cũng mở được trong Jupyter qua Jupytext.",
    "new-lesson.examples": "dl-lab new-lesson my-lessons/01-first/01-errors # một bài tên errors\n"
    "dl-lab new-lesson why-not-zero # một bài đứng riêng",
    "pack.summary": "thêm, liệt kê hoặc gỡ bài học của người khác",
    "pack.about": "Liệt kê các gói bài học: khoá học, và những thư mục bài học bạn đã thêm. Thêm gói không chạy dòng mã "
    "nào của nó; ô mã và bài tập chỉ chạy khi bạn cho chạy, nên hãy chỉ thêm những gì bạn tin tới mức đó.",
    "pack.examples": "dl-lab pack # mọi gói\ndl-lab pack add statistics-lessons # thêm một gói\n"
    "dl-lab pack remove statistics-lessons # gỡ gói, tệp vẫn còn",
    "pack.add.summary": "thêm một thư mục bài học",
    "pack.add.about": "Thêm một thư mục bài học vào bản đồ khoá học, có ghi rõ là của người khác. Thư mục vẫn ở chỗ cũ và "
    "không dòng mã nào chạy. Trong đó phải có course.yaml liệt kê các bài, và nhiều nhất 5,000 tệp hay 200 MB.",
    "pack.add.examples": "dl-lab pack add statistics-lessons # gói mang tên thư mục của nó\n"
    "dl-lab pack add . # chính thư mục này",
    "pack.list.summary": "mọi gói",
    "pack.list.about": "Liệt kê khoá học và các gói bạn đã thêm, kèm số bài đã viết.",
    "pack.list.examples": "dl-lab pack list # dạng bảng\ndl-lab pack list --json # cho chương trình khác",
    "pack.remove.summary": "gỡ một gói khỏi bản đồ khoá học",
    "pack.remove.about": "Gỡ một gói khỏi bản đồ khoá học. Tệp của gói vẫn còn, tiến độ của bạn trong đó cũng vậy.",
    "pack.remove.examples": "dl-lab pack remove statistics-lessons # theo tên mà pack list liệt kê\n"
    "dl-lab pack add statistics-lessons # thêm lại, tiến độ vẫn còn nguyên",
    "check_error": "lỗi",
    "check_warning": "cảnh báo",
    "checked": "đã xem {lessons} bài: {errors} lỗi, {warnings} cảnh báo",
    "checked_clean": "đã xem {lessons} bài: không có gì sai",
    "check_unrun": "{n} bài mới chỉ được đọc: sửa lỗi xong thì ô mã và bài tập cũng được chạy",
    "check_running": "đang chạy {name} …",
    "new_lesson_list": "hãy thêm bài vào {file}, nếu không sẽ không ai thấy",
    "new_lesson_pack": "để thấy bài trên bản đồ của bạn: dl-lab pack add {path}",
    "new_lesson_next": "hãy viết bài của bạn đè lên, rồi: dl-lab check {path}",
    "pack_added": "đã thêm {name}, số bài: {lessons}",
    "pack_known": "{name} đã được thêm từ trước, số bài: {lessons}",
    "pack_unreadable": "số bài của gói {name} không đọc được: {n} (dl-lab check {path} cho biết vì sao)",
    "pack_not_ours": "những bài này không thuộc dl-lab: khi bạn chạy một ô mã, mã của họ chạy với mọi quyền của bạn",
    "pack_removed": "đã gỡ {name}; tệp vẫn còn ở {path}",
    "pack_lessons": "đã viết {written} trên {lessons} bài",
    "pack_ours": "khoá học của dl-lab",
}
