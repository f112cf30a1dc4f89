"""What a person does on the page, in their words."""

TAKEN_IN = """() => {
  const viewer = document.querySelector('cine-viewer')
  return viewer.canvas.dataset.frame !== undefined
}"""


class Person:
    def __init__(self, page, address):
        self.page = page
        self.address = address

    def sign_in(self, name, password):
        self.page.goto(self.address + "/")
        self.page.fill("#f-name", name)
        self.page.fill("#f-password", password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(".bar")

    def go(self, hash):
        self.page.goto(f"{self.address}/#/{hash}")

    def start(self, unit):
        """Opens the next case of a unit and waits for its first frame."""
        self.go("today")
        self.page.wait_for_selector(".due")
        self.page.locator(".due li", has_text=unit).get_by_role("button").click()
        self.see_first_frame()

    def see_first_frame(self):
        self.page.wait_for_selector("cine-viewer .picture[data-frame]")

    def wait_for_loop(self):
        """Until every frame is here and decoded."""
        self.page.wait_for_function("() => document.querySelector('.loading').hidden && document.querySelectorAll('.cells i.absent').length === 0", timeout=120_000)

    @property
    def frames(self):
        return int(self.page.get_attribute("frame-line", "aria-valuemax"))

    @property
    def frame(self):
        return int(self.page.get_attribute("cine-viewer .picture", "data-frame"))

    def freeze(self, frame):
        """Freezes on a frame with the keyboard: Home, then steps of ten and one."""
        self.page.locator(".stage").focus()
        self.page.keyboard.press("Home")
        for _ in range(frame // 10):
            self.page.keyboard.press("Shift+ArrowRight")
        for _ in range(frame % 10):
            self.page.keyboard.press("ArrowRight")
        self.page.wait_for_function(f"() => document.querySelector('cine-viewer .picture').dataset.frame === '{frame}'")

    def place(self, x, y):
        """Page coordinates of a place in the frame, given as shares of its width and height."""
        box = self.page.locator("cine-viewer .picture").bounding_box()
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    def drag(self, start, end):
        self.page.mouse.move(*self.place(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.place(*end), steps=4)
        self.page.mouse.up()

    def mark(self, tool="e", start=(0.35, 0.3), end=(0.6, 0.5)):
        self.page.keyboard.press(tool)
        self.drag(start, end)

    def choose(self, name, value):
        """A radio button or check box under its words."""
        self.page.locator(f'input[name="{name}"][value="{value}"]').locator("xpath=..").click()

    def marks(self):
        return self.page.locator(".marks .pick").count()

    def commit(self, anyway=True):
        self.page.keyboard.press("Control+Enter")
        if anyway:
            dialog = self.page.locator("dialog[open]")
            self.page.wait_for_timeout(300)
            if dialog.count():
                dialog.get_by_role("button").last.click()

    def see_feedback(self):
        self.page.wait_for_selector(".fb-panel", timeout=180_000)

    def call(self, path):
        """A GET with the page's own session."""
        return self.page.evaluate("async (path) => (await fetch(path)).json()", path)

    @property
    def attempt(self):
        return self.page.url.rsplit("/", 1)[-1]
