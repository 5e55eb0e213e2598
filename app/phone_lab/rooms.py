"""Dial with a conference: rooms where calls hear each other."""

from dataclasses import replace
from functools import partial
from urllib.parse import urljoin

from app.phone_lab.callbacks import report_conference
from app.phone_lab.core import Core, new_sid
from app.phone_lab.state import Activity, Call, Conference, Participant
from app.phone_lab.types import ConferenceEvent, ConferenceStatus, Happening, StatusCallback
from app.phone_lab.verbs import Room
from app.phone_lab.waiting import Waiting

WAITING = "Väntmusik"
TALKING = "Samtal pågår"


class Rooms:
    """Opens rooms by name, and closes them when they are empty or an ender leaves."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def join(self, room: Room, participant: Participant) -> None:
        """Let a call into a room; `participant.leave` runs when the room closes around it."""
        core, call = self._core, participant.call
        conference = self._open(room, call)
        conference.participants[call.sid] = participant
        call.conference_sid = conference.sid
        if call.sid not in conference.call_sids:
            conference.call_sids.append(call.sid)
        let_go = partial(self._let_go, conference, participant)
        core.begin(call, Activity(WAITING, on_digit=participant.on_digit, let_go=let_go))
        core.note(call, Happening.JOINED, conference.name)
        report_conference(core, conference, ConferenceEvent.JOIN, participant=participant)
        self._start_if_ready(conference)
        if room.wait_url and conference.status is ConferenceStatus.INIT:
            waiting = Waiting(core, call, method=room.wait_method)
            waiting.fetch(urljoin(call.document_url, room.wait_url))

    def close(self, conference: Conference, *, reason: str, ended_by: Call | None = None) -> None:
        """End a conference; those still there go on with what comes after it."""
        if conference.status is ConferenceStatus.COMPLETED:
            return
        conference.status = ConferenceStatus.COMPLETED
        conference.ended_reason = reason
        conference.ended_by = ended_by.sid if ended_by else None
        conference.ended_at = conference.updated_at = self._core.agenda.now
        remaining = list(conference.participants.values())
        for participant in remaining:
            self._forget(conference, participant)
        report_conference(self._core, conference, ConferenceEvent.END)
        for participant in remaining:
            self._core.begin(participant.call, Activity())
            participant.leave(participant.call)

    def _open(self, room: Room, call: Call) -> Conference:
        for conference in self._core.conferences.values():
            if conference.name == room.name and conference.status != ConferenceStatus.COMPLETED:
                break
        else:
            now = self._core.agenda.now
            conference = Conference(
                sid=new_sid("CF"), name=room.name, created_at=now, updated_at=now
            )
            self._core.conferences[conference.sid] = conference
        if conference.callback is None and room.status_callback:
            # Twilio: the first participant that names a callback decides for all.
            conference.callback = StatusCallback(
                urljoin(call.document_url, room.status_callback),
                room.status_callback_method,
                room.status_callback_events,
            )
        return conference

    def _start_if_ready(self, conference: Conference) -> None:
        participants = conference.participants.values()
        if conference.status is ConferenceStatus.INIT:
            if len(participants) < 2 or not any(p.starts_conference for p in participants):
                return
            conference.status = ConferenceStatus.IN_PROGRESS
            conference.started_at = conference.updated_at = self._core.agenda.now
            report_conference(self._core, conference, ConferenceEvent.START)
        for participant in participants:
            activity = replace(participant.call.activity, hearing=TALKING)
            self._core.begin(participant.call, activity)

    def _let_go(self, conference: Conference, participant: Participant) -> None:
        if participant.call.sid not in conference.participants:
            return
        self._forget(conference, participant)
        if participant.ends_conference:
            reason = "participant-with-end-conference-on-exit-left"
            self.close(conference, reason=reason, ended_by=participant.call)
        elif not conference.participants:
            self.close(conference, reason="last-participant-left", ended_by=participant.call)

    def _forget(self, conference: Conference, participant: Participant) -> None:
        del conference.participants[participant.call.sid]
        participant.call.conference_sid = None
        self._core.note(participant.call, Happening.LEFT, conference.name)
        report_conference(self._core, conference, ConferenceEvent.LEAVE, participant=participant)
