"""Unmodified openai against a gateway that serves the one model "demo", which completes, infills and chats.

Usage: openai_client.py URL. Prints each check; the first that fails ends it with its traceback.
"""

import sys

import openai

URL = sys.argv[1]
MODEL = "demo"
PROMPT = "def add(a, b):\n    return "
CHAT = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is 1 + 1?"}]

client = openai.OpenAI(base_url=URL + "/v1", api_key="none", max_retries=0)


def complete(**fields):
    return client.completions.create(
        **({"model": MODEL, "prompt": PROMPT, "max_tokens": 12, "temperature": 0} | fields))


def chat(**fields):
    return client.chat.completions.create(
        **({"model": MODEL, "messages": CHAT, "max_tokens": 12, "temperature": 0} | fields))


def lists_models():
    assert [model.id for model in client.models.list()] == [MODEL]
    assert client.models.retrieve(MODEL).id == MODEL


def streams_what_it_answers_whole():
    whole = complete()
    assert whole.id.startswith("cmpl-") and whole.object == "text_completion"
    assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
    chunks = list(complete(stream=True, stream_options={"include_usage": True}))
    assert {chunk.id for chunk in chunks} != {whole.id} and len({chunk.id for chunk in chunks}) == 1
    assert "".join(chunk.choices[0].text for chunk in chunks[:-1]) == whole.choices[0].text
    reasons = [chunk.choices[0].finish_reason for chunk in chunks[:-1]]
    assert reasons[-1] == whole.choices[0].finish_reason and set(reasons[:-1]) <= {None}
    assert chunks[-1].choices == [] and chunks[-1].usage == whole.usage.model_copy(
        update={"prompt_tokens_details": chunks[-1].usage.prompt_tokens_details})


def gives_n_answers_each_the_same_again():
    three = [complete(n=3, temperature=1, seed=5) for _ in range(2)]
    assert [choice.index for choice in three[0].choices] == [0, 1, 2]
    assert [c.text for c in three[0].choices] == [c.text for c in three[1].choices]
    parts = {}
    for chunk in complete(n=3, temperature=1, seed=5, stream=True):
        choice = chunk.choices[0]
        parts[choice.index] = parts.get(choice.index, "") + choice.text
    assert [parts[i] for i in range(3)] == [c.text for c in three[0].choices]


def shows_logprobs():
    choice = complete(logprobs=2, echo=True).choices[0]
    logprobs = choice.logprobs
    assert choice.text.startswith(PROMPT) and "".join(logprobs.tokens) == choice.text
    assert logprobs.token_logprobs[0] is None and logprobs.top_logprobs[0] is None
    assert len(logprobs.tokens) == len(logprobs.text_offset) == len(logprobs.top_logprobs)
    content = chat(logprobs=True, top_logprobs=3).choices[0].logprobs.content
    assert all(len(token.top_logprobs) == 3 for token in content)


def stops_at_a_string():
    whole = complete().choices[0].text
    stop = whole[2:4]
    stopped = complete(stop=[stop]).choices[0]
    assert stopped.text == whole[: whole.index(stop)] and stopped.finish_reason == "stop"
    kept = complete(stop=stop, extra_body={"include_stop_str_in_output": True}).choices[0]
    assert kept.text == stopped.text + stop


def fills_in():
    filled = complete(prompt="def f(x):\n    return ", suffix="\n\nprint(f(1))\n").choices[0]
    assert filled.text and filled.finish_reason in ("stop", "length")


def takes_several_prompts_and_ids():
    two = complete(prompt=[PROMPT] * 2).choices
    assert two[0].text == two[1].text
    asked = complete(extra_body={"return_token_ids": True}).choices[0]
    assert complete(prompt=asked.prompt_token_ids).choices[0].text == asked.text


def stops_at_an_id_and_cuts_a_prompt():
    whole = complete(extra_body={"return_token_ids": True}).choices[0]
    last = whole.token_ids[3]
    first = whole.token_ids.index(last)
    stopped = complete(extra_body={"return_token_ids": True, "stop_token_ids": [last]}).choices[0]
    assert stopped.finish_reason == "stop" and stopped.stop_reason == last
    assert stopped.token_ids == whole.token_ids[: first + 1]
    assert whole.text.startswith(stopped.text)
    ids = whole.prompt_token_ids
    for side, kept in (("left", ids[-4:]), ("right", ids[:4])):
        cut = {"return_token_ids": True, "truncate_prompt_tokens": 4, "truncation_side": side}
        assert complete(extra_body=cut).choices[0].prompt_token_ids == kept
    bare = {"return_token_ids": True, "add_special_tokens": False}
    assert complete(extra_body=bare).choices[0].prompt_token_ids == ids[1:]


def scores_a_prompt():
    choice = complete(extra_body={"prompt_logprobs": 2, "return_token_ids": True}).choices[0]
    assert choice.prompt_logprobs[0] is None
    assert len(choice.prompt_logprobs) == len(choice.prompt_token_ids)
    for id, scores in zip(choice.prompt_token_ids[1:], choice.prompt_logprobs[1:]):
        assert 2 <= len(scores) <= 3
        ranks = sorted(score["rank"] for score in scores.values())
        assert ranks[:2] == [1, 2] and scores[str(id)]["rank"] in ranks
    echoed = complete(echo=True, logprobs=0).choices[0].logprobs.token_logprobs
    told = [scores[str(id)]["logprob"]
            for id, scores in zip(choice.prompt_token_ids[1:], choice.prompt_logprobs[1:])]
    assert all(abs(a - b) < 1e-4 for a, b in zip(echoed[1:], told)), (echoed, told)
    named = {"logprob_token_ids": [100, 1000], "return_tokens_as_token_ids": True}
    tokens = chat(logprobs=True, extra_body=named).choices[0].logprobs.content
    assert {top.token for top in tokens[0].top_logprobs} == {"token_id:100", "token_id:1000"}
    assert chat(extra_body={"prompt_logprobs": 0}).prompt_logprobs[0] is None


def goes_on_with_an_answer():
    begun = CHAT + [{"role": "assistant", "content": "The sum of 1 and 1 is"}]
    fields = {"continue_final_message": True, "add_generation_prompt": False}
    rest = chat(messages=begun, extra_body=fields).choices[0].message.content
    echoed = chat(messages=begun, extra_body=fields | {"echo": True}).choices[0].message.content
    assert echoed == begun[-1]["content"] + rest


def chats():
    whole = chat()
    message = whole.choices[0].message
    assert whole.id.startswith("chatcmpl-") and message.role == "assistant"
    assert not message.tool_calls and message.refusal is None
    chunks = list(chat(stream=True))
    assert chunks[0].choices[0].delta.role == "assistant"
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == message.content
    assert chunks[-1].choices[0].finish_reason == whole.choices[0].finish_reason


def raises(kind, status, param, call):
    try:
        call()
    except openai.APIStatusError as error:
        assert type(error) is kind and error.status_code == status, repr(error)
        assert error.param == param and error.type and len(error.message) > 10, repr(error)
        return
    raise AssertionError("no error")


def raises_the_clients_own_exceptions():
    bad = openai.BadRequestError
    raises(openai.NotFoundError, 404, "model", lambda: complete(model="none"))
    raises(bad, 400, "temperature", lambda: complete(temperature=3))
    raises(bad, 400, "logprobs", lambda: complete(logprobs=21))
    raises(bad, 400, "prompt", lambda: complete(prompt=[999_999], stream=True))
    raises(bad, 400, "stream_options", lambda: chat(stream_options={"include_usage": True}))
    raises(bad, 400, "tools", lambda: chat(
        tools=[{"type": "function", "function": {"name": "f", "parameters": {}}}]))
    raises(bad, 400, "messages", lambda: chat(messages=CHAT * 2))
    assert complete().choices[0].text


CHECKS = [
    lists_models,
    streams_what_it_answers_whole,
    gives_n_answers_each_the_same_again,
    shows_logprobs,
    stops_at_a_string,
    fills_in,
    takes_several_prompts_and_ids,
    stops_at_an_id_and_cuts_a_prompt,
    scores_a_prompt,
    goes_on_with_an_answer,
    chats,
    raises_the_clients_own_exceptions,
]

for check in CHECKS:
    check()
    print(check.__name__)
