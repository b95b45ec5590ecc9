"""`/openapi.yaml`, compared with all that the suite asked before and was answered. Comes last, and needs all of the suite."""

import pytest

# Asked for by a handshake, which is no request of the suite's own; and the description itself, before it is known.
ELSEWHERE = {"socket", "description"}


@pytest.fixture
def answers(request, nobody):
    config = request.config
    if config.option.keyword or config.args != config.getini("testpaths"):
        pytest.skip("compares what all of the suite was answered")
    if nobody.description is None:
        pytest.skip("this server has no /openapi.yaml")
    return nobody.description


def test_description__every_answer_was_as_it_says(answers):
    assert sorted(answers.wrong) == []


def test_description__every_operation_was_called(answers):
    assert sorted(set(answers.operations) - answers.called - ELSEWHERE) == []
