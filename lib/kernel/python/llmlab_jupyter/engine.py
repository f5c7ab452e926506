"""The way into papermill, which loads every engine it finds before it translates parameters."""

from papermill.engines import NBClientEngine
from papermill.translators import papermill_translators

from .typescript import TypeScriptTranslator

papermill_translators.register("typescript", TypeScriptTranslator)
# By the kernel's name too: `papermill -k llmlab` counts for more than the language that a notebook names.
papermill_translators.register("llmlab", TypeScriptTranslator)


class Engine(NBClientEngine):
    """Papermill's own engine under another name: `--engine llmlab` does what no option does."""
