"""The question before the playing: what it asks, which answers it has, what was guessed. Pure: no Textual."""

from __future__ import annotations

from dataclasses import dataclass

from tui_lab.content.lesson import Explorable
from tui_lab.messages import t

MOST = 9


@dataclass
class Guess:
    """The learner's guess at a question of the lesson, or at the explorable's own where the lesson asks none.

    A lesson gives `:choices: one | another` and `:answer: 2` as options of the block; without choices the question
    is thought about and Enter begins.
    """

    name: str
    own: str
    choices_given: tuple[str, ...]
    answer: int
    chosen: int = 0
    begun: bool = False
    compared: bool = False

    @classmethod
    def of(cls, block: Explorable, default_answer: int) -> Guess:
        """The question of a block; `default_answer` is the right one of the explorable's own question."""
        options = dict(block.options)
        own = " ".join("".join(span.text for span in block.predict).split())
        choices = tuple(part.strip() for part in options.get("choices", "").split("|") if part.strip())[:MOST]
        answer = options.get("answer", "")
        right = int(answer) if answer.isdigit() and 1 <= int(answer) <= len(choices) else 0
        return cls(block.name, own, choices, right if own else default_answer)

    @property
    def question(self) -> str:
        """The question, in the language in use where it is the explorable's own."""
        return self.own or t(f"explorable.{self.name}.predict")

    @property
    def choices(self) -> tuple[str, ...]:
        """Its answers; none where the lesson's question has none."""
        if self.own:
            return self.choices_given
        return tuple(part.strip() for part in t(f"explorable.{self.name}.choices").split("|"))

    @property
    def why(self) -> str:
        """What explains the answer; only the explorable's own question has it."""
        return "" if self.own else t(f"explorable.{self.name}.why")

    def choose(self, number: int) -> bool:
        """Take a guess, which begins the playing; says whether there is such an answer."""
        if self.begun or not 1 <= number <= (len(self.choices) or MOST):
            return False
        self.chosen, self.begun = number, True
        return True

    @property
    def comparable(self) -> bool:
        """Whether there is something to compare the guess with."""
        return self.begun and bool(self.answer) and not self.compared

    def words(self) -> tuple[str, str]:
        """The line under the question, and its ink."""
        if not self.begun:
            return "   ".join(f"{n} {choice}" for n, choice in enumerate(self.choices, 1)), "bold"
        if self.compared:
            right = self.choices[self.answer - 1] if self.choices else str(self.answer)
            if self.chosen == self.answer:
                return t("explorable.verdict_right", answer=right, why=self.why), "good"
            if not self.chosen:
                return t("explorable.verdict_other", answer=right, why=self.why), "validation"
            return t("explorable.verdict_wrong", guess=self._guessed, answer=right, why=self.why), "validation"
        if not self.chosen:
            return "", "dim"
        return t("explorable.guessed", guess=self._guessed), "dim"

    @property
    def _guessed(self) -> str:
        return self.choices[self.chosen - 1] if self.choices else str(self.chosen)
