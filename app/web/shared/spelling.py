"""The case code as it is said on the telephone, with the Swedish spelling alphabet."""

LETTERS = {
    "A": "Adam", "B": "Bertil", "C": "Caesar", "D": "David", "E": "Erik", "F": "Filip",
    "G": "Gustav", "H": "Helge", "I": "Ivar", "J": "Johan", "K": "Kalle", "L": "Ludvig",
    "M": "Martin", "N": "Niklas", "O": "Olof", "P": "Petter", "Q": "Quintus", "R": "Rudolf",
    "S": "Sigurd", "T": "Tore", "U": "Urban", "V": "Viktor", "W": "Wilhelm", "X": "Xerxes",
    "Y": "Yngve", "Z": "Zäta",
}  # fmt: skip


def spelled(case_code: str) -> str:
    """``HV-7F3K`` → ``Helge Viktor – 7 Filip 3 Kalle``."""
    return " ".join(LETTERS.get(sign, "–" if sign == "-" else sign) for sign in case_code)
