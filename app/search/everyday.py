"""Vardagsnamn: what people call a kind of unit when they look for one, beside its label."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from routing.types import UnitKind

NAMES_OF_KINDS: Final[Mapping[UnitKind, str]] = MappingProxyType(
    {
        UnitKind.HEALTH_CENTRE: (
            "vc vårdcentral vårdcentralen husläkare distriktsläkare distriktssköterska "
            "familjeläkare bvc barnavårdscentral barnhälsovård mvc mödravård barnmorska "
            "barnmorskemottagning provtagning vaccination primärvård"
        ),
        UnitKind.MUNICIPAL_CARE: (
            "hemsjukvård hsv kommunsköterska kommunsjuksköterska ssk hemtjänst äldreboende säbo "
            "särskilt boende korttids rehab arbetsterapeut fysioterapeut kommunen mas"
        ),
        UnitKind.MOBILE_TEAM: "mobila teamet mobilteam team hembesök",
        UnitKind.AMBULANCE_STATION: "ambulans ambulansen bil",
        UnitKind.EMERGENCY_CALL: "sos sosalarm larm 112",
        UnitKind.URGENT_CARE: "närakut jourcentral jourmottagning kväll helg",
        UnitKind.AMBULANCE_COMMAND: "inre befäl ambulans ambulansledning",
        UnitKind.ADVICE_LINE: "1177 sjukvårdsupplysning rådgivning",
        UnitKind.RADIOLOGY: "röntgen rtg dt mr ultraljud",
        UnitKind.HOSPITAL: "lasarett sjukhus växel",
        UnitKind.WARD: "avd avdelning vårdavdelning",
        UnitKind.CLINIC: "klinik",
        UnitKind.OUTPATIENT: "mott mottagning",
    }
)
