"""One situation the service names, as people read it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Situation:
    """``slug`` names it for machines; texts may hold ``{attributes}`` of the error."""

    status: int
    slug: str
    swedish: str
    english: str

    def text(self, error: BaseException, lang: str) -> str:
        """The sentence, with the error's own values."""
        template = self.english if lang == "en" else self.swedish
        return template.format_map(vars(error)) if "{" in template else template
