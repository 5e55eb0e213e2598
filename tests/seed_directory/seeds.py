"""A small seed folder that is right, to be made wrong in one place at a time."""

from pathlib import Path

FILES = {
    "katalog.yaml": "namn: Provregionen\nexempeldata: ja\n",
    "vardgivare.csv": "id;namn;slag\nregionen;Regionen;region\n",
    "kommuner.csv": "kommunkod;namn;folkmängd;sjukhus\n2062;Mora;20 540;sjukhuset\n",
    "specialiteter.csv": (
        "kod;namn;kortnummer;synonymer\nkardiologi;Kardiologi;11;hjärta, flimmer\n"
    ),
    "sokord.csv": "ord;specialiteter\nhjärtklappning;kardiologi\n",
    "enheter.csv": (
        "id;hsa-id;namn;slag;vårdgivare;kommunkod;överordnad;specialiteter;öppettider;kontrollerad;anmärkning\n"
        "kliniken;SE2321000180-EX0002;Kliniken;klinik;regionen;2062;sjukhuset;kardiologi;;nej;Exempel.\n"
        "sjukhuset;SE2321000180-EX0001;Sjukhuset;sjukhus;regionen;2062;;;dygnet runt;ja;Exempel.\n"
        "avdelningen;SE2321000180-EX0003;Avdelningen;avdelning;regionen;2062;sjukhuset;kardiologi;;nej;\n"
    ),
    "kontaktpunkter.csv": (
        "id;enhet;slag;nummer eller adress;beteckning;målgrupp\n"
        "sjukhuset-vaxel;sjukhuset;växel;0980-31 92 00;Växeln;allmänhet\n"
    ),
    "personer.csv": (
        "id;namn;titel;enhet;telefon\n"
        "lakare-1;Alma Exempelberg;överläkare;kliniken;070-174 06 05\n"
        "lakare-2;Birk Provdal;ST-läkare;kliniken;070-174 06 06\n"
    ),
    "jourlinjer.csv": (
        "id;namn;slag;enhet;specialitet;sjukhus;öppettider;telefon;kommuner\n"
        'konsult;Konsult;konsultlinje;kliniken;kardiologi;sjukhuset;"mån-fre 08-17";;\n'
        "koordinator;Koordinator;koordinatorlinje;sjukhuset;;sjukhuset;;08-465 004 00;2062\n"
        "platser;Platser;avdelningslinje;avdelningen;;sjukhuset;dygnet runt;08-465 004 01;\n"
    ),
    "jourscheman.csv": (
        "id;linje;nivå;pass;personer;växling;från;till\n"
        "schemat;konsult;primärjour;vardagar 08-17;lakare-1, lakare-2;vecka;2024-01-01;\n"
    ),
    "vardplatser.csv": (
        "avdelning;reserverar minuter;varnar minuter före;gammal efter timmar\n"
        "avdelningen;120;20;8\n"
    ),
    "matris.yaml": """\
version: "1"
godkänd av: Provaren
godkänd den: 2026-01-01
regler:
  - id: halvakut
    kontaktväg: halvakut
    roller: [primärvårdsläkare]
    öppettider: mån-fre 08-17
    svarslöfte i sekunder: 120
    steg:
      - {linje: konsultlinje, var: eget sjukhus, nivå: primärjour}
    reserv:
      enhet: sjukhuset
      telefon: 0980-31 92 00
      text: Ring växeln.
""",
    "checklista.yaml": """\
frågor:
  - {id: syrgas, fråga: Syrgas, svar: antal, måste besvaras: ja}
  - {id: smitta, fråga: Smitta, svar: val, val: [nej, droppsmitta], måste besvaras: nej}
""",
    "konton.yaml": """\
konton:
  - {användarnamn: lakare, namn: Läkaren, roll: specialist, person: lakare-1, lösenord: hemligt-ord}
""",
}


def write_folder(folder: Path) -> Path:
    """Write the small seed into a folder."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def replace(folder: Path, name: str, old: str, new: str) -> None:
    """Change one place in one file; the place must be there."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
