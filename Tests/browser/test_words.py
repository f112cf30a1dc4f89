"""What the server says, in the page's language."""

#: Answers from nothing to several wrong marks, so that every kind of sentence comes up.
ELLIPSE = {"kind": "ellipse", "x": 270, "y": 200, "halfWidth": 60, "halfHeight": 40, "angle": 0}


def reads(frames):
    from client import no_finding
    middle = frames // 2
    mark = {"id": "m1", "view": "v1", "frame": middle, "shape": ELLIPSE, "rating": 0.6, "descriptors": {"shape": ["oval"], "margin": ["circumscribed"]},
            "assessment": "3", "keyPlane": middle, "calipers": [{"frame": middle, "from": {"x": 210, "y": 200}, "to": {"x": 330, "y": 200}}], "displayedBefore": [0.1] * middle}
    stray = {**mark, "id": "m2", "shape": {"kind": "point", "x": 20, "y": 20}, "assessment": "5", "descriptors": {}, "keyPlane": None, "calipers": []}
    found = {"marks": [mark], "noFinding": False, "assessment": "3", "likelihood": 0.2, "qualityFaults": ["gain"], "displayed": {"v1": [0.1] * frames}, "duration": 20}
    return [no_finding(), found, {**found, "marks": [mark, stray], "assessment": "5", "likelihood": 0.9},
            {**found, "marks": [{**stray, "shape": {"kind": "box", "x": 5, "y": 5, "width": 20, "height": 20}}, {**stray, "id": "m3"}], "displayed": {"v1": [0] * middle}}]


def sentences(feedback):
    yield feedback["verdict"]
    for measure in feedback["measures"]:
        yield measure["sentence"] if measure["value"] is not None else measure["reason"]
    yield from (f["sentence"] for f in feedback["falseMarks"])


def test_every_sentence_of_the_feedback_is_said_in_chinese(world):
    name = world.new_trainee()
    client = world.client(name)
    said = set()
    for number in range(12):
        attempt = client.open("browser-course", "plain")
        client.commit(attempt["id"], reads(attempt["case"]["views"][0]["frames"])[number % 4])
        said.update(sentences(client.get(f"/api/attempts/{attempt['id']}/feedback")))
    page = world.page()
    page.goto(world.server.address + "/")
    page.evaluate("() => localStorage.setItem('sonodrill.language', 'zh')")
    page.reload()
    page.wait_for_selector("#f-name")
    unknown = page.evaluate("async (texts) => { const { phrases } = await import('/words.js'); return texts.filter((t) => !phrases().knows(t)) }", sorted(said))
    assert len(said) > 30 and not unknown, unknown


def test_a_refusal_is_said_by_its_code_with_what_is_wrong(world):
    person = world.person(world.new_trainee())
    page = person.page
    page.locator(".language:visible").click()
    page.wait_for_selector("text=今日")
    text = page.evaluate("""async () => {
      const { ApiError } = await import('/api.js'), { sentence } = await import('/sentences.js')
      return [sentence(new ApiError(400, 'read.invalid', 'x', { problems: ['Mark m1 has no category yet.'] })), sentence(new ApiError(0, 'unreached', 'x')), sentence(new ApiError(418, 'new.code', 'Found it.'))]
    }""")
    assert text == ["答案无法按现状保存。 标记 m1 尚无分类。", "无法连接服务器。您的答案已保存在本机。", "已发现病灶。"]
