"""The situations of files that are read in."""

from collections.abc import Mapping

from app.actions.imports.errors import (
    UnknownImport,
)
from app.actions.imports.fault import (
    BadFile,
)
from app.actions.imports.read_json import (
    NameTwice,
    NestedTooDeep,
    NotJson,
    NumberTooLong,
)
from app.errors.situation import Situation

SITUATIONS: Mapping[type[Exception], Situation] = {
    BadFile: Situation(
        422,
        "fel-i-filen",
        "Filen är inte inläst: inget har ändrats. Rätta felen och läs in den igen.",
        "The file has not been read in: nothing has changed. Mend the faults and send it again.",
    ),
    NotJson: Situation(
        400,
        "inte-json",
        "Innehållet är inte giltig JSON i UTF-8.",
        "The content is not valid JSON in UTF-8.",
    ),
    NameTwice: Situation(
        400,
        "namnet-star-tva-ganger",
        "Samma namn står två gånger i ett JSON-objekt: ”{name}”. Skriv det en gång.",
        "The same name stands twice in a JSON object: “{name}”. Write it once.",
    ),
    NestedTooDeep: Situation(
        400,
        "for-djup-json",
        "JSON-innehållet har för många nivåer i varandra.",
        "The JSON content has too many levels within one another.",
    ),
    NumberTooLong: Situation(
        400,
        "for-langt-tal",
        "JSON-innehållet har ett tal som är för långt.",
        "The JSON content has a number that is too long.",
    ),
    UnknownImport: Situation(
        404, "okand-inlasning", "Inläsningen finns inte.", "There is no such import."
    ),
}
