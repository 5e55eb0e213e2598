"""Identities behind tags, other alphabets' digits, invisible characters and words: a table."""

IN_MARKUP = (
    "<b>811218</b>-<b>9876</b>",
    "<b>811218</b><i>9876</i>",
    "811218<br>9876",
    "811218<br/>9876",
    "<td>811218</td><td>9876</td>",
    '<td>811218</td>\n<td class="x1">9876</td>',
    "<h1>811218</h1><h2>9876</h2>",
    '<a href="/p/811218-9876">x</a>',
    "<!-- 811218-9876 -->",
    "811218<!-- 12 -->9876",
    "811218&nbsp;9876",
    "811218&#45;9876",
    "811218&#x2d;9876",
    "811218&shy;9876",
    "811218&ndash;9876",
    "&#56;112189876",
    "811218%2D9876",
    "811218%209876",
    "811218%0A9876",
    "811218%C2%A09876",
    "q=811218%2d9876&x=1",
    "%38112189876",
    "**811218**9876",
)

OTHER_SIGNS = (
    "\u0668\u0661\u0661\u0662\u0661\u0668\u0669\u0668\u0667\u0666",  # Arabic
    "\u0668\u0661\u0661\u0662\u0661\u0668-\u0669\u0668\u0667\u0666",
    "\u06f8\u06f1\u06f1\u06f2\u06f1\u06f8\u06f9\u06f8\u06f7\u06f6",  # Persian
    "\u096e\u0967\u0967\u0968\u0967\u096e\u096f\u096e\u096d\u096c",  # Devanagari
    "\uff18\uff11\uff11\uff12\uff11\uff18\uff0d\uff19\uff18\uff17\uff16",  # wide
    "\u2078\u00b9\u00b9\u00b2\u00b9\u2078\u2079\u2078\u2077\u2076",  # raised
    "\u2088\u2081\u2081\u2082\u2081\u2088\u2089\u2088\u2087\u2086",  # lowered
    "\u2467\u2460\u2460\u2461\u2460\u2467\u2468\u2467\u2466\u2465",  # in circles
    "\U0001d7e0\U0001d7d9\U0001d7d9\U0001d7da\U0001d7d9\U0001d7e0-9876",  # of mathematics
    "8\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e31\ufe0f\u20e38\ufe0f\u20e39876",  # on keys
    "811\u0662\u0661\u0668-9876",
    "811218\u00a09876",
    "811218\u202f9876",
    "811218\u2003-\u20039876",
    "811218\u20109876",
    "811218\u20119876",
    "811218\u20139876",
    "811218\u20149876",
    "811218\u22129876",
    "811218\ufe639876",
    "811218\u00ad9876",
    "811218\u200b9876",
    "811218\u200b-\u200b9876",
    "8\u200b1\u200b1\u200b2\u200b1\u200b8\u200b9\u200b8\u200b7\u200b6",
    "8\u00ad1\u00ad1\u00ad2\u00ad1\u00ad8\u00ad9\u00ad8\u00ad7\u00ad6",
    "811218\u200d\u200c9876",
    "811218\u2060-9876",
    "\u202e811218-9876\u202c",
    "8112\u200e18-98\u200f76",
    "811218\u2066-\u20699876",
    "811218\ufeff9876",
    "811218\u0336-\u03369876",
    "811218\u20289876",
    "811218\u3000-9876",
)

IN_WORDS = (
    "åtta ett ett två ett åtta nio åtta sju sex",
    "Åtta ett ett två ett åtta, nio åtta sju sex",
    "ÅTTA ETT ETT TVÅ ETT ÅTTA NIO ÅTTA SJU SEX",
    "atta ett ett tva ett atta nio atta sju sex",
    "a\u030atta ett ett tva\u030a ett a\u030atta nio a\u030atta sju sex",
    "åttaettetttvåettåttanioåttasjusex",
    "åtta-ett-ett-två-ett-åtta-nio-åtta-sju-sex",
    "åtta, ett, ett, två, ett, åtta, nio, åtta, sju, sex",
    "ett nio åtta ett ett två ett åtta nio åtta sju sex",
    "ett nio åtta fem noll tre ett två ett två tre fyra",
    "nittonhundraåttioett tolv arton nittioåtta sjuttiosex",
    "nittonhundra åttioett tolv arton nittioåtta sjuttiosex",
    "nitton hundra åttio ett tolv arton nittio åtta sjuttio sex",
    "Nitton åttioett tolv arton nittioåtta sjuttiosex",
    "åttioett tolv arton nittioåtta sjuttiosex",
    "åttioett tolv arton streck nittioåtta sjuttiosex",
    "åttiett tolv arton nittiåtta sjuttisex",
    "åttioett, tolv, arton, nittioåtta, sjuttiosex",
    "åttioett tolv aderton niotusenåttahundrasjuttiosex",
    "åttioett tolv arton niotusen åttahundra sjuttiosex",
    "åttioett tolv arton nittioåttahundra sjuttiosex",
    "tvåtusenett noll fem sjutton noll noll noll fyra",
    "tjugohundraett noll fem sjutton noll noll noll fyra",
    "åttioett tolv arton nio åtta sju sex",
    "åtta etta etta tvåa etta åtta nia åtta sjua sexa",
    "eight one one two one eight nine eight seven six",
    "eighty-one twelve eighteen ninety-eight seventy-six",
    "nineteen eighty-one twelve eighteen ninety eight seventy six",
    "åtta\u00adett\u200bett två ett åtta nio åtta sju sex",
    "<b>åtta</b> ett ett två ett åtta nio åtta sju sex",
)

MIXED = (
    "81 tolv 18 9876",
    "åttioett 12 18 9876",
    "8 ett 1 två 1 åtta 9 åtta 7 sex",
    "811218 nio åtta sju sex",
    "811218 nittioåtta sjuttiosex",
    "åttioett tolv arton 9876",
    "19811218 streck nittioåtta sjuttiosex",
    "nittonhundraåttioett-12-18-9876",
    "81\u0661\u06621\u00ad8 nr \uff19\uff18 sju 6",
    "<b>åttioett</b> 12&nbsp;arton | 9876",
)

DAY_FIRST = (
    "18 december 1981, 9876",
    "18 december 1981 9876",
    "18 dec 81 9876",
    "18 dec -81, 9876",
    "18:e december 1981, sista fyra 9876",
    "artonde december 1981 9876",
    "18 december nittonhundraåttioett nio åtta sju sex",
    "artonde december åttioett nittioåtta sjuttiosex",
    "nittonhundraåttioett december 18 9876",
    "1981 december 18 9876",
    "1981-dec-18 9876",
    "December 18, 1981 9876",
    "18/12 1981 9876",
    "18/12-81 9876",
    "18/12 -81: 9876",
    "18/12-1981-9876",
    "18/12/1981, 9876",
    "18.12.1981-9876",
    "18.12.81 9876",
    "18-12-1981 9876",
    "18 12 1981 9876",
    "18/12 1981, de fyra sista 9876",
)

LOOK_ALIKE = (
    "8112I8-9876",
    "81l2l8-9876",
    "8II218-9876",
    "2O121212-1212",
    "1912O203-1231",
    "811218 T 9876",
    "811218T9876",
    "p811218q9876",
    "811218x9876",
    "8 11 21 89 876",
    "8 1 12 18 9876",
)

DISGUISED = (*IN_MARKUP, *OTHER_SIGNS, *IN_WORDS, *MIXED, *DAY_FIRST, *LOOK_ALIKE)
