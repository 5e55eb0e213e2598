"""A seed with a fault is refused with file, line, column and reason."""

import pytest

from routing.matrix import Scope
from seed_directory.accounts import read_demo_accounts
from seed_directory.folder import read_folder
from seed_directory.problems import BadSeed, Problem
from tests.seed_directory.seeds import replace, write_folder

OUTSIDE = "+46 70" + " 123 45 67"  # not fictitious, so not written as one word

HOW = "skriv det som 070-174 06 05 eller +46 70 174 06 05"

# file, what stands there, what is written instead, line, column, a part of the reason
FAULTS = [
    # one cell
    ("vardgivare.csv", ";region\n", ";landsting\n", 2, "slag", "”landsting” är inget av: region"),
    ("vardgivare.csv", "regionen;", "Regionen!;", 2, "id", "är inget id"),
    ("vardgivare.csv", ";Regionen;", ";;", 2, "namn", "måste fyllas i"),
    ("vardgivare.csv", ";Regionen;", f";{'R' * 121};", 2, "namn", "längre än 120 tecken"),
    ("vardgivare.csv", ";Regionen;", ";Eva 811218-9876;", 2, "namn", "innehålla ett personnummer"),
    ("kommuner.csv", "2062;", "206;", 2, "kommunkod", "fyra siffror"),
    ("kommuner.csv", "20 540", "många", 2, "folkmängd", "inget heltal"),
    ("kommuner.csv", "20 540", "-3", 2, "folkmängd", "inget heltal"),
    ("specialiteter.csv", "flimmer", "hjärta", 2, "synonymer", "”hjärta” står två gånger"),
    ("specialiteter.csv", ";11;", ";00;", 2, "kortnummer", "är inget kortnummer"),
    ("specialiteter.csv", ";11;", ";1;", 2, "kortnummer", "är inget kortnummer"),
    ("specialiteter.csv", ";11;", ";²3;", 2, "kortnummer", "är inget kortnummer"),
    (
        "specialiteter.csv",
        "flimmer\n",
        "flimmer\nhud;Hud;11;\n",
        3,
        "kortnummer",
        "står redan på rad 2",
    ),
    ("enheter.csv", "SE2321000180-EX0002", "EX0002", 2, "hsa-id", "inget HSA-id"),
    ("enheter.csv", "SE2321000180-EX0002", "SE2321000180-Å2", 2, "hsa-id", "inget HSA-id"),
    ("enheter.csv", "dygnet runt", "ibland", 3, "öppettider", "går inte att läsa"),
    ("enheter.csv", ";nej;", ";kanske;", 2, "kontrollerad", "varken ja eller nej"),
    ("personer.csv", "070-174 06 05", "växeln", 2, "telefon", "inget telefonnummer"),
    ("personer.csv", "070-174 06 05", "070-1", 2, "telefon", "fattas"),
    ("kontaktpunkter.csv", "0980-31 92 00", "x", 2, "nummer eller adress", "inget telefonnummer"),
    ("kontaktpunkter.csv", "växel;0980-31 92 00", "epost;x", 2, "nummer eller adress", "e-post"),
    ("kontaktpunkter.csv", "växel;0980-31 92 00", "video;x", 2, "nummer eller adress", "https"),
    (
        "kontaktpunkter.csv",
        "växel;0980-31 92 00",
        "video;https://",
        2,
        "nummer eller adress",
        "htt",
    ),
    (
        "kontaktpunkter.csv",
        "växel;0980-31 92 00",
        "video;https://a.example b",
        2,
        "nummer eller adress",
        "https",
    ),
    ("kontaktpunkter.csv", "0980-31 92 00", "118 118", 2, "nummer eller adress", "kostar extra"),
    ("kontaktpunkter.csv", "0980-31 92 00", "319200", 2, "nummer eller adress", "riktnummer"),
    ("personer.csv", "070-174 06 05", "113 13", 2, "telefon", "kortnummer"),
    ("personer.csv", "070-174 06 05", "701740605", 2, "telefon", "börja med 0 eller +"),
    ("personer.csv", "070-174 06 05", "070-174 06 05 ankn 3", 2, "telefon", "direktnumret"),
    ("jourscheman.csv", "vardagar 08-17", "vardagar", 2, "pass", "är inget pass"),
    ("jourscheman.csv", "vardagar 08-17", "måndagar 08-17", 2, "pass", "är inget av: vardagar"),
    ("jourscheman.csv", "vardagar 08-17", "vardagar 08-99", 2, "pass", "inget klockslag"),
    ("jourscheman.csv", "2024-01-01;", "i fjol;", 2, "från", "inget datum"),
    ("jourscheman.csv", "2024-01-01;", "2024-01-01;2023-01-01", 2, "till", "före första dagen"),
    # rows and files
    ("personer.csv", "ST-läkare;", "ST-läkare;;", 3, "", "6 celler men rubrikraden 5"),
    ("personer.csv", "titel", "yrke", 1, "yrke", "okänd kolumn"),
    ("personer.csv", "titel;", "", 1, "titel", "kolumnen saknas"),
    ("personer.csv", "titel", "namn", 1, "namn", "två gånger"),
    ("personer.csv", "Alma", '"Alma', 2, "", "citattecknen"),
    # between rows
    ("kommuner.csv", "sjukhuset", "kliniken", 2, "sjukhus", "är inget sjukhus"),
    ("kommuner.csv", "sjukhuset", "borta", 2, "sjukhus", "”borta” finns inte"),
    ("kommuner.csv", "2062;Mora", "2034;Mora", 2, "kommunkod", "”2062” finns inte i kommuner"),
    ("enheter.csv", "regionen;2062;;", "ingen;2062;;", 3, "vårdgivare", "”ingen” finns inte"),
    ("enheter.csv", ";sjukhuset;kard", ";borta;kard", 2, "överordnad", "”borta” finns inte"),
    ("enheter.csv", ";2062;;;", ";2062;kliniken;;", 3, "överordnad", "överordnad sig själv"),
    ("enheter.csv", ";sjukhuset;kard", ";kliniken;kard", 2, "överordnad", "överordnad sig själv"),
    ("enheter.csv", ";kardiologi;", ";hud;", 2, "specialiteter", "”hud” finns inte"),
    ("enheter.csv", "sjukhuset;SE", "kliniken;SE", 3, "id", "står redan på rad 2"),
    ("enheter.csv", "EX0001", "EX0002", 3, "hsa-id", "står redan på rad 2"),
    ("personer.csv", ";kliniken;070-174 06 05", ";borta;070-174 06 05", 2, "enhet", "”borta”"),
    ("personer.csv", "070-174 06 06", "070-174 06 05", 3, "telefon", "(personer.csv, rad 2)"),
    ("personer.csv", "070-174 06 05", OUTSIDE, 2, "telefon", "PTS fiktiva nummer"),
    ("personer.csv", "070-174 06 05", "", 2, "personer", "varken ”lakare-1” eller linjen"),
    ("jourlinjer.csv", "08-465 004 00", "", 3, "telefon", "varken egen telefon eller jourschema"),
    ("jourlinjer.csv", "08-465 004 00", "070-174 06 05", 3, "telefon", "har redan någon annan"),
    ("jourlinjer.csv", ";kardiologi;sjuk", ";hud;sjuk", 2, "specialitet", "”hud” finns inte"),
    ("jourlinjer.csv", ';sjukhuset;"mån', ';kliniken;"mån', 2, "sjukhus", "är inget sjukhus"),
    ("jourlinjer.csv", "00;2062", "00;2034", 3, "kommuner", "”2034” finns inte"),
    ("jourscheman.csv", ";konsult;", ";borta;", 2, "linje", "”borta” finns inte"),
    ("jourscheman.csv", "lakare-2", "lakare-3", 2, "personer", "”lakare-3” finns inte"),
    ("jourscheman.csv", "lakare-2", "lakare-1", 2, "personer", "står två gånger"),
    # wards with beds
    ("vardplatser.csv", "avdelningen;120", "borta;120", 2, "avdelning", "”borta” finns inte i enh"),
    ("vardplatser.csv", "avdelningen;120", "kliniken;120", 2, "avdelning", "ingen avdelning"),
    ("vardplatser.csv", "avdelningen;120;20;8\n", "", 4, "enhet", "står inte i vardplatser.csv"),
    ("vardplatser.csv", ";120;", ";20;", 2, "varnar minuter före", "mindre än tiden"),
    ("vardplatser.csv", ";120;", ";0;", 2, "reserverar minuter", "inget heltal från 5"),
    ("vardplatser.csv", ";120;", ";1441;", 2, "reserverar minuter", "mer än 1440"),
    ("vardplatser.csv", ";8\n", ";0\n", 2, "gammal efter timmar", "inget heltal från 1"),
    ("vardplatser.csv", ";8\n", ";8\navdelningen;9;1;1\n", 3, "avdelning", "redan på rad 2"),
    (
        "jourlinjer.csv",
        "avdelningslinje",
        "koordinatorlinje",
        2,
        "avdelning",
        "ingen avdelningslinje i jourlinjer.csv",
    ),
    ("jourlinjer.csv", "en;;sjukhuset;dygnet", "en;;;dygnet", 4, "sjukhus", "höra till ett sjuk"),
    (
        "jourlinjer.csv",
        "01;\n",
        "01;\nb;B;avdelningslinje;avdelningen;;sjukhuset;;08-465 004 02;\n",
        5,
        "enhet",
        "står redan på rad 4",
    ),
    # the checklist
    ("checklista.yaml", "svar: antal", "svar: gissning", 2, "svar", "är inget av: ja_nej"),
    ("checklista.yaml", "[nej, droppsmitta]", "[nej]", 3, "val", "minst två"),
    ("checklista.yaml", "svar: antal", "svar: antal, val: [a, b]", 2, "val", "inte med ett val"),
    ("checklista.yaml", "måste besvaras: nej", "måste besvaras: alltid", 3, "måste besvaras", "ja"),
    ("checklista.yaml", "id: smitta", "id: syrgas", 3, "id", "står redan på rad 2"),
    ("checklista.yaml", "svar: antal", 'svar: text, sägs: "{svar}"', 2, "sägs", "fri text"),
    # documents
    ("katalog.yaml", "ja", "kanske", 2, "exempeldata", "varken ja eller nej"),
    ("katalog.yaml", "namn: P", "namn: [P", 2, "", "inte läsbar YAML"),
    ("matris.yaml", "eget sjukhus", "månen", 11, "var", "är inget av: eget_sjukhus"),
    ("matris.yaml", "[primärvårdsläkare]", "[vaktmästare]", 7, "roller", "är inget av"),
    ("matris.yaml", "nivå: primärjour}", "nivå: primärjour, jakt: alla}", 11, "jakt", "inget av"),
    ("matris.yaml", "sekunder: 120", "sekunder: 120\n    varv: 0", 10, "varv", "inget heltal"),
    ("matris.yaml", "sekunder: 120", "sekunder: 120\n    varv: 6", 10, "varv", "är mer än 5"),
    ("matris.yaml", "[primärvårdsläkare]", "[]", 7, "roller", "måste fyllas i"),
    (
        "matris.yaml",
        "svarslöfte i sekunder: 120",
        "svarslöfte: 2",
        5,
        "svarslöfte i sekunder",
        "fyl",
    ),
    ("matris.yaml", "svarslöfte i sekunder: 120", "x: 1", 9, "x", "okänd uppgift"),
    ("matris.yaml", "mån-fre 08-17", "jämt", 8, "öppettider", "går inte att läsa"),
    ("matris.yaml", "nivå: primärjour", "specialitet: hud, nivå: bakjour", 10, "steg", "hud"),
    ("matris.yaml", "linje: konsultlinje", "linje: avdelningslinje", 10, "steg", "bara där"),
    ("matris.yaml", "    roller:", "    gäller: vårdplats\n    roller:", 11, "steg", "vårdplats"),
    ("matris.yaml", "enhet: sjukhuset", "enhet: borta", 12, "reserv", "”borta” finns inte"),
    ("matris.yaml", "0980-31 92 00", OUTSIDE, 12, "reserv", "PTS fiktiva nummer"),
    ("matris.yaml", "    roller:", "    kommuner: ['9999']\n    roller:", 7, "kommuner", "9999"),
]


@pytest.fixture
def folder(tmp_path):
    """The small seed, right until a test changes it."""
    return write_folder(tmp_path)


def test_the_small_seed_is_right(folder):
    assert len(read_folder(folder).rules) == 1
    assert len(read_demo_accounts(folder)) == 1


@pytest.mark.parametrize(("file", "old", "new", "line", "column", "reason"), FAULTS)
def test_a_fault_is_shown_where_it_stands(folder, file, old, new, line, column, reason):
    replace(folder, file, old, new)
    with pytest.raises(BadSeed) as refused:
        read_folder(folder)
    at_place = [
        problem.reason
        for problem in refused.value.problems
        if (problem.line, problem.column) == (line, column)
    ]
    assert any(reason in found for found in at_place), str(refused.value)


def test_all_faults_are_listed_at_once(folder):
    replace(folder, "personer.csv", "070-174 06 05", "växeln")
    replace(folder, "personer.csv", "070-174 06 06", "")
    replace(folder, "enheter.csv", ";nej;", ";kanske;")
    replace(folder, "matris.yaml", "eget sjukhus", "månen")
    with pytest.raises(BadSeed) as refused:
        read_folder(folder)
    assert str(refused.value).splitlines() == [
        "enheter.csv, rad 2, kontrollerad: ”kanske” är varken ja eller nej",
        f"matris.yaml, rad 11, var: ”månen” är inget av: {', '.join(Scope)}",
        f"personer.csv, rad 2, telefon: ”växeln” är inget telefonnummer; {HOW}",
    ]


@pytest.mark.parametrize("name", ["personer.csv", "matris.yaml", "katalog.yaml", "checklista.yaml"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(BadSeed) as refused:
        read_folder(folder)
    assert Problem(name, 0, "", "filen saknas") in refused.value.problems


def test_an_empty_folder_and_no_folder_are_refused(tmp_path):
    with pytest.raises(BadSeed, match=r"enheter\.csv: filen saknas"):
        read_folder(tmp_path)
    with pytest.raises(BadSeed, match=r"enheter\.csv: filen saknas"):
        read_folder(tmp_path / "borta")


@pytest.mark.parametrize("name", ["personer.csv", "matris.yaml"])
def test_text_that_is_not_utf_8_is_refused(folder, name):
    text = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_bytes(text.replace("Alma", "Åsa").encode("mac_roman"))
    with pytest.raises(BadSeed, match=rf"{name}, rad \d+: filen är inte UTF-8; spara filen som"):
        read_folder(folder)


@pytest.mark.parametrize("text", ["", "\n", "- 1\n", "bara ord\n", "a: &a [*a]\n", "&a a: *a\n"])
def test_a_document_of_another_shape_is_refused(folder, text):
    (folder / "matris.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadSeed, match=r"matris\.yaml"):
        read_folder(folder)


def test_an_empty_table_is_refused_for_its_headings(folder):
    (folder / "personer.csv").write_text("", encoding="utf-8")
    with pytest.raises(BadSeed, match=r"personer\.csv, rad 1, titel: kolumnen saknas"):
        read_folder(folder)


@pytest.mark.parametrize(
    ("old", "new", "column", "reason"),
    [
        ("person: lakare-1", "person: ingen", "person", "”ingen” finns inte"),
        ("person: lakare-1", "enhet: ingen", "enhet", "”ingen” finns inte"),
        ("person: lakare-1", f"telefon: '{OUTSIDE}'", "telefon", "PTS fiktiva nummer"),
        ("roll: specialist", "roll: chef", "roll", "är inget av"),
        ("lösenord: hemligt-ord", "lösenord:", "lösenord", "måste fyllas i"),
        ("roll: specialist", "roll: specialist, e-post: x@y", "e-post", "ingen e-postadress"),
        ("roll: specialist", "roll: specialist, telefon: 0x1F", "telefon", "inget telefonnummer"),
    ],
)
def test_a_demo_account_with_a_fault_is_refused(folder, old, new, column, reason):
    replace(folder, "konton.yaml", old, new)
    with pytest.raises(BadSeed, match=f"konton.yaml, rad 2, {column}: .*{reason}"):
        read_demo_accounts(folder)


def test_two_accounts_with_one_name_are_refused(folder):
    text = (folder / "konton.yaml").read_text(encoding="utf-8")
    (folder / "konton.yaml").write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    with pytest.raises(BadSeed, match=r"konton\.yaml, rad 3, användarnamn: står redan på rad 2"):
        read_demo_accounts(folder)


def test_a_real_directory_may_hold_real_numbers(folder):
    replace(folder, "katalog.yaml", "ja", "nej")
    replace(folder, "personer.csv", "070-174 06 05", OUTSIDE)
    read_folder(folder)
