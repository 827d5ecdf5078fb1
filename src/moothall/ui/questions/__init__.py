"""Pages of questions: an `Outline` says what is asked, `compile_page` makes it HTML with holes, once."""

from moothall.ui.questions.alone import questions_alone
from moothall.ui.questions.compile import CompiledPage, Hole, Parts, Typed, Wrap, Wrong, compile_page

__all__ = ["CompiledPage", "Hole", "Parts", "Typed", "Wrap", "Wrong", "compile_page", "questions_alone"]
