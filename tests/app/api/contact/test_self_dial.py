"""POST /requests/{id}/self-dial: the requester dials instead."""

from models.tables.accounts import AccountRole


def test_the_requester_dials_instead_and_nobody_else_may(caller):
    gp = caller(AccountRole.PRIMARVARDSLAKARE)
    body = {"path": "halvakut", "municipality": "Mora", "specialty": "kardiologi"}
    created = gp.post("/requests", json=body)
    assert created.status_code == 201, created.json
    path = f"/requests/{created.json['id']}/self-dial"
    assert caller(AccountRole.PRIMARVARDSLAKARE).post(path).status_code == 403
    for _time in range(2):  # twice is once
        answer = gp.post(path)
        assert answer.status_code == 200, answer.json
        assert answer.json["status"] == "remittenten_ringer_sjalv"
        assert answer.json["mode"] == "jag_ringer_sjalv"
        tried = [one for one in answer.json["attempts"] if one["side"] == "mottagare"]
        assert [one["order"] for one in tried] == [1]
    unknown = gp.post("/requests/00000000-0000-0000-0000-000000000000/self-dial")
    assert unknown.status_code == 404
