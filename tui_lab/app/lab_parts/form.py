"""Going through the form's rows and changing their values."""

from __future__ import annotations

from typing import Any

from tui_lab.app import lab_form
from tui_lab.app.lab_parts.part import LabPart
from tui_lab.app.lines import Line
from tui_lab.config import fields
from tui_lab.config.errors import LabError
from tui_lab.messages import t

ROWS_WITH_LAYERS = 45


class FormPart(LabPart):
    """The keys of the form, and what it says was typed or chosen."""

    def can(self, action: str) -> bool:
        """Only what the form on the screen can do."""
        form = self.lab.form
        hidden = self.lab.has_class("narrow") and self.lab.charts_shown
        match action:
            case "take":
                return False
            case "enter":
                return form.display and form.cursor is not None
            case "browse":
                return not self.session.live and not hidden
            case _:
                return not hidden

    def show(self) -> None:
        """The rows as the session has them, with the layers of the model where there is room."""
        form, session, ascii = self.lab.form, self.session, self.lab.lab_app.ascii
        if not form.display or not form.size.width:
            return
        form.ascii = ascii
        layers: list[Line] = []
        if form.size.height >= ROWS_WITH_LAYERS:
            layers = lab_form.layer_lines(session.config, form.size.width, ascii=ascii)
        groups = session.form(ascii=ascii)
        form.show(groups, hint="", layers=layers)
        form.show(groups, hint=_hint(form.row), layers=layers)

    def action_move(self, step: int) -> None:
        """The next row."""
        self.lab.form.move(step)
        self.lab.show()

    def action_browse(self, step: int) -> None:
        """Into the form, while nothing trains: the same as `move`, but the footer says it."""
        self.action_move(step)

    def action_cycle(self, step: int) -> None:
        """The next choice of the highlighted row; in an open list, the next line."""
        row = self.lab.form.row
        if self.lab.form.choosing:
            self.action_move(step)
        elif row is not None and row.kind == "choice":
            self.lab.attempt(lambda: self.session.cycle(row.path, step))

    def action_enter(self) -> None:
        """Into the highlighted row: turn a switch, open a list or the editor."""
        form, session = self.lab.form, self.session
        row = form.row
        if row is None:
            return
        if row.kind == "fold":
            session.unfolded = not session.unfolded
        elif row.kind == "switch":
            self.lab.attempt(lambda: session.toggle(row.path))
        elif row.kind == "choice":
            choices = lab_form.choices(session.config, row.path)
            form.open_choices(choices, str(fields.get(session.config, row.path)))
        else:
            value: Any = fields.get(session.config, row.path)
            if row.path == "regularisation.dropout":
                value = value or session.dropout
            form.open_editor(fields.show(row.path, value))
        self.lab.show()

    def action_take(self) -> None:
        """Take the highlighted choice."""
        self.lab.form.pick()

    def take_choice(self, path: str, choice: str) -> None:
        """A choice was picked."""
        if self.lab.attempt(lambda: self.session.edit(path, choice)):
            self.lab.lay_out()

    def take_text(self, path: str, text: str) -> None:
        """A value was typed: take it, or say what is accepted."""
        try:
            self.session.edit_text(path, text)
        except LabError as error:
            self.lab.form.refuse(str(error))
            return
        self.lab.form.close_editor()
        self.lab.show()


def _hint(row: lab_form.FormRow | None) -> str:
    """What the highlighted row is for."""
    if row is None:
        return ""
    if row.kind == "fold":
        return t("lab.fold_hint")
    help = fields.field(row.path).help
    return f"{help} {t('lab.next_run_hint')}" if row.next_run else help
