"""Names, goals and notes of people who do not exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caseboard.simulation.chance import Chance


@dataclass(frozen=True)
class Naming:
    """The given and family names of one naming tradition, by sex, and its language."""

    language: str
    groups: Sequence[str]
    women: Sequence[str]
    men: Sequence[str]
    families: Sequence[str]
    family_first: bool = False
    joined: bool = False


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


_ENGLISH = Naming(
    "English",
    ("White",) * 11 + ("Black or African American",) * 6 + ("American Indian or Alaska Native",),
    _names(
        "Alma, Bettina, Corinne, Della, Edie, Fern, Greta, Harriet, Imogen, Joss, Kendra, "
        "Lottie, Maeve, Nell, Opal, Philippa, Quincy, Rhoda, Tamsin, Willa"
    ),
    _names(
        "Ansel, Barnaby, Clive, Desmond, Ewan, Fraser, Garrick, Horace, Isaac, Jarvis, Kip, "
        "Lowell, Milo, Norris, Osgood, Percy, Rufus, Silas, Thad, Wendell"
    ),
    _names(
        "Applewhite, Bramhall, Copplestone, Dunmore, Eastlake, Farrow, Gadsby, Hollins, "
        "Ingleby, Jessop, Kettering, Larkspur, Merriwether, Nettles, Oakshott, Pemberly, "
        "Quillfeather, Rookwood, Stallworth, Tolliver, Underhay, Varden, Whitlatch, Yarborough, "
        "O'Shaughan, Brandt-Moss"
    ),
)
_SPANISH = Naming(
    "Spanish",
    _names("Hispanic or Latino"),
    _names(
        "Araceli, Belén, Consuelo, Dolores, Estefanía, Inés, Maritza, Noemí, Pilar, Rocío, Ximena, Yesenia"
    ),
    _names("Álvaro, Benicio, Cruz, Efraín, Gonzalo, Hernán, Joaquín, Leandro, Óscar, Ramón, Tomás, Ulises"),
    _names(
        "Arizmendi, Barragán, Carvajales, Echeverría, Fuentealba, Ibáñez, Lozoya, Muñatones, "
        "Olmedilla, Peñaflor, Quiñonero, Villaseñor, Zaragüeta"
    ),
)
_NORTHERN = Naming(
    "English",
    _names("White"),
    _names("Åsa, Brita, Eydís, Freja, Gudrun, Henriëtte, Jördis, Signe, Þóra, Maren"),
    _names("Bjørn, Eirik, Folke, Göran, Håkon, Jürgen, Lárus, Matthias, Søren, Ulf"),
    _names(
        "Ågren, Bäckström, Dahlø, Fjellheim, Grünwald, Høgmo, Källgren, Lindqvær, Müllerin, "
        "Østgård, Schönau, Þorvík"
    ),
)
_SLAVIC = Naming(
    "Polish",
    _names("White"),
    _names("Agnieszka, Bożena, Danuta, Halina, Jolanta, Kateřina, Ludmiła, Světlana"),
    _names("Bogusław, Czesław, Dušan, Jiří, Kazimierz, Łukasz, Radomír, Zbyněk"),
    _names("Błaszczak, Chmielnik, Dvořáček, Gałązka, Křížek, Łęcki, Ostrożny, Wąsik, Žižlavský"),
)
_VIETNAMESE = Naming(
    "Vietnamese",
    _names("Asian"),
    _names("Thị Hằng, Ngọc Ánh, Thu Thủy, Mỹ Duyên"),
    _names("Văn Đạt, Quốc Bảo, Minh Khôi, Hữu Lộc"),
    _names("Đặng, Huỳnh, Lương, Quách, Tạ"),
    family_first=True,
)
_CHINESE = Naming(
    "Mandarin",
    _names("Asian"),
    _names("秀英, 丽华, 晓梅, 雨桐"),
    _names("志远, 建国, 子轩, 文博"),
    _names("欧阳, 钱, 苏, 邱, 郝"),
    family_first=True,
    joined=True,
)
_KOREAN = Naming(
    "Korean",
    _names("Asian"),
    _names("은주, 서연, 미경"),
    _names("동현, 상우, 재훈"),
    _names("구, 남궁, 탁, 표"),
    family_first=True,
    joined=True,
)
_RUSSIAN = Naming(
    "Russian",
    _names("White"),
    _names("Зинаида, Лариса, Тамара, Алевтина"),
    _names("Геннадий, Аркадий, Ярослав, Тимур"),
    _names("Белозёрко, Дроздович, Корнилюк, Чернобай"),
)
_GREEK = Naming(
    "Greek",
    _names("White"),
    _names("Ευανθία, Καλλιόπη, Δέσποινα"),
    _names("Θρασύβουλος, Λάμπρος, Στέλιος"),
    _names("Αγγελίδης, Καραβάς, Ψαράκης"),
)
_ARABIC = Naming(
    "Arabic",
    _names("Middle Eastern or North African"),
    _names("هالة, سميرة, ريم"),
    _names("طارق, وليد, نبيل"),
    _names("الحلاق, القيسي, بشارة"),
)
_INDIAN = Naming(
    "Hindi",
    _names("Asian"),
    _names("Anjali, Lakṣmī, Meenakshi, सरिता"),
    _names("Arvind, Girish, Sūrya, विनोद"),
    _names("Balakrishnan, Deshpande, Mukhopādhyāy, त्रिपाठी"),
)
_YORUBA = Naming(
    "English",
    _names("Black or African American"),
    _names("Abẹ́ní, Ìbùkún, Morẹ́nikẹ́, Chiamaka, Nneka"),
    _names("Adébáyọ̀, Ọláolúwa, Túndé, Chukwuemeka, Obinna"),
    _names("Adéyẹmí, Okonjí, Ọ̀ṣúnlànà, Nwachukwuma, Eze-Obi"),
)
NAMINGS = (
    (_ENGLISH, 56.0), (_SPANISH, 14.0), (_NORTHERN, 6.0), (_SLAVIC, 4.0), (_YORUBA, 6.0),
    (_INDIAN, 2.0), (_VIETNAMESE, 2.0), (_CHINESE, 2.0), (_KOREAN, 1.5), (_RUSSIAN, 1.5),
    (_GREEK, 1.0), (_ARABIC, 2.0),
)  # fmt: skip

TOPICS = (
    "cognitive_behavioral",
    "motivational_interviewing",
    "psychoeducation",
    "twelve_step_facilitation",
    "relapse_prevention",
    "mindfulness",
)
ADJUNCT_TOPICS = ("mindfulness", "art_music", "movement", "recreation")
INDIVIDUAL_TOPICS = ("cognitive_behavioral", "motivational_interviewing", "relapse_prevention")
TRIGGERS = (
    "stress", "conflict", "boredom", "loneliness", "work", "old friends", "payday", "pain",
    "poor sleep", "celebration", "family", "home",
)  # fmt: skip
COPING_SKILLS = ("urge_surfing", "stress_management", "refusal_skills", "grounding", "called_support")
GOALS = (
    "Thirty days in a row without use",
    "Go to three mutual-aid meetings a week",
    "Sleep at least seven hours on five nights a week",
    "Repair trust with my sister",
    "Find work, or keep the job I have",
    "Have a safe place to live",
    "Eat dinner with the children on weekdays",
    "Say no when it is offered, and call someone",
    "Walk for half an hour, four days a week",
    "Pay the rent on time for three months",
    "Tell my doctor about all medicines I take",
    "Finish the forklift course",
    "Practise urge surfing once a day",
    "Keep every appointment for a month",
    "Talk about my father without drinking after it",
    "Spend Saturday evenings somewhere without alcohol",
)
RECIPIENTS = (
    ("primary care physician", "treatment summary and medications"),
    ("spouse or partner", "attendance and emergency contact"),
    ("probation officer", "attendance and screen results"),
    ("health plan", "authorization and billing"),
    ("parent", "emergency contact only"),
    ("employer assistance program", "attendance only"),
    ("methadone clinic", "medications and screen results"),
)


def person_name(chance: Chance, sex: str) -> tuple[str, Naming]:
    """Invent a name, and say which tradition it follows."""
    naming = chance.weighted(NAMINGS)
    given = chance.pick(naming.women if sex == "female" else naming.men)
    family = chance.pick(naming.families)
    if naming.family_first:
        return (family + given if naming.joined else f"{family} {given}"), naming
    return f"{given} {family}", naming
