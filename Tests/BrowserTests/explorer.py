#!/usr/bin/env python3
"""Operates the explorer in a headless Chromium and compares what it shows with the command line.

Usage: explorer.py PROGRAM [--screenshots DIR]
"""
import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

PROGRAM = ""
SCREENSHOTS = None
SECTIONS = ["play", "watch", "optimism", "experiment", "clusters", "siblings", "studies"]


class Explorer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen(
            [PROGRAM, "explore", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        cls.address = cls.server.stdout.readline().strip()
        options = webdriver.ChromeOptions()
        for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]:
            options.add_argument(argument)
        options.binary_location = "/usr/bin/chromium"
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        cls.browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        cls.browser.set_window_size(1280, 900)
        cls.browser.set_script_timeout(60)

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()
        started = time.monotonic()
        cls.server.send_signal(signal.SIGINT)
        status = cls.server.wait(timeout=5)
        assert status == 130, f"^C ends with 130, not {status}"
        assert time.monotonic() - started < 2, "^C ends within two seconds"

    def setUp(self):
        self.browser.get("about:blank")
        self.browser.get(self.address)
        self.errors()

    def tearDown(self):
        self.assertEqual(self.errors(), [])

    # What a person does.

    def errors(self):
        return [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]

    def find(self, selector):
        return self.wait(lambda: self.browser.find_elements(By.CSS_SELECTOR, selector), selector)[0]

    def wait(self, condition, what, limit=20):
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            try:
                found = condition()
                if found:
                    return found
            except Exception:
                pass
            time.sleep(0.02)
        self.fail(f"waited in vain for {what}; {self.errors()}")

    def go(self, section):
        element = self.find(f"#{section}")
        self.browser.execute_script("arguments[0].scrollIntoView()", element)
        return element

    def plays(self, section):
        # What comes late above pushes a section out of sight, where nothing plays: it is looked for again.
        output = lambda: self.go(section) and self.text(f"#{section} .player output")
        self.wait(lambda: "of 200" in output() and "round 1 of" not in output(), f"a run that plays in {section}")

    def text(self, selector):
        return self.find(selector).text

    def press(self, selector, keys, times=1):
        element = self.find(selector)
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        for _ in range(times):
            element.send_keys(keys)

    def complete(self, section):
        self.wait(lambda: "complete" in self.text(f"#{section} [data-status]"), f"the end of {section}", 90)

    def numbers(self, section):
        # At once, for a table is replaced as a run goes on.
        return self.browser.execute_script("""
            return Object.fromEntries([...document.querySelectorAll(`#${arguments[0]} [data-table] tbody tr`)].map((row) =>
              [row.dataset.policy, [...row.querySelectorAll('[data-value]')].map((cell) => Number(cell.dataset.value))]))""",
            section)

    def command(self, *arguments, study=None):
        with tempfile.TemporaryDirectory() as folder:
            if study:
                path = os.path.join(folder, "study.yaml")
                with open(path, "w") as file:
                    json.dump(study, file)
                arguments = (path, *arguments)
            out = subprocess.run([PROGRAM, "run", *arguments, "--quiet", "--format", "json"], check=True,
                                 capture_output=True, text=True).stdout
        return json.loads(out)["experiments"][0]

    def expect(self, shown, experiment, metric="pseudo-regret"):
        rows = [row for row in experiment["results"] if row["metric"] == metric]
        self.assertEqual(len(shown), len(rows))
        for row in rows:
            self.assertEqual(shown[row["policy"]], [row["mean"], row["standard_error"]])

    # The study of section 6, as a file has it: one room with the best machine and bad ones, and mediocre rooms.
    def siblings(self, bad, count=1, permuted=False):
        top = [0.8, 0.7667, 0.7333, 0.7][:4 - count] + count * [bad]
        return {
            "name": "siblings", "seed": 1, "horizon": 1000, "replications": 400,
            "environment": {"kind": "bernoulli", "means": top + 3 * [0.6, 0.5667, 0.5333, 0.5], "permute-labels": permuted,
                            "clusters": [[4 * room + place for place in range(4)] for room in range(4)]},
            "policies": [{"label": label, "kind": "two-level", "strategy": strategy, "outer": "thompson", "inner": "thompson"}
                         for label, strategy in [("MEAN", "mean"), ("MAX", {"kind": "max", "observed-only": True})]]
                        + [{"label": "flat", "kind": "thompson"}]}

    def verdict(self):
        return dict(self.browser.execute_script(
            "return [...document.querySelectorAll('#siblings [data-verdict] li')].map((one) => [one.dataset.pair, one.textContent])"))

    def start(self, section):
        """Goes to the first round and stays there: at the first one already, a key changes nothing and a film goes on."""
        self.press(f"#{section} .player input", Keys.END)
        self.press(f"#{section} .player input", Keys.HOME)

    def settle(self, selector):
        """Scrolls to something, until no figure of another section that comes late pushes it away."""
        height = None
        while height != (height := self.browser.execute_script(
                "arguments[0].scrollIntoView({block: 'center'}); return document.body.scrollHeight", self.find(selector))):
            time.sleep(0.5)

    # What is to be so.

    def test_1_first_picture_and_numbers_of_the_experiment(self):
        self.go("experiment")
        self.complete("experiment")
        self.expect(self.numbers("experiment"), self.command(study={
            "name": "explored", "seed": 1, "horizon": 1000, "replications": 500,
            "environment": {"kind": "gaussian", "means": [-2, -1, 0, 1, 2], "standard-deviation": 1},
            "policies": [{"label": "ε = 0.1", "kind": "epsilon-greedy", "epsilon": 0.1},
                         {"label": "UCB1", "kind": "ucb1"}, {"label": "Thompson", "kind": "thompson"}]}))

        # The page itself takes the time from a question to the first picture.
        self.browser.execute_script("""
            const begun = performance.now();
            new MutationObserver((_, observer) => {
              window.first = performance.now() - begun;
              observer.disconnect();
            }).observe(document.querySelector('#experiment [data-figure] .canvas'), {childList: true});
            document.querySelector('#control-experiment-log').click();
            """)
        first = self.wait(lambda: self.browser.execute_script("return window.first"), "the first picture")
        print(f"first picture of the experiment after {first:.0f} ms")
        self.assertLess(first, 1000)

    def test_2_keys_on_sliders_change_the_study(self):
        self.go("experiment")
        self.complete("experiment")
        before = self.find("#experiment [data-figure] svg")
        self.press("#control-experiment-arms", Keys.ARROW_RIGHT, 2)
        self.press("#control-experiment-runs", Keys.HOME)
        self.wait(lambda: self.text("#experiment [data-status]").startswith("10 of 10"), "ten repetitions")
        self.complete("experiment")
        self.assertEqual(self.find("#control-experiment-arms").get_attribute("value"), "7")
        self.assertNotEqual(before, self.find("#experiment [data-figure] svg"))
        self.assertEqual(self.text("#experiment [data-lesson]"), "")
        self.expect(self.numbers("experiment"), self.command(study={
            "name": "explored", "seed": 1, "horizon": 1000, "replications": 10,
            "environment": {"kind": "gaussian", "standard-deviation": 1,
                            "means": [-2, -1.33333, -0.666667, 0, 0.666667, 1.33333, 2]},
            "policies": [{"label": "ε = 0.1", "kind": "epsilon-greedy", "epsilon": 0.1},
                         {"label": "UCB1", "kind": "ucb1"}, {"label": "Thompson", "kind": "thompson"}]}))
        # The address holds what was set, and brings it back.
        time.sleep(0.4)
        self.assertIn("experiment.arms=7", self.browser.current_url)
        self.browser.refresh()
        self.go("experiment")
        self.wait(lambda: self.text("#experiment [data-status]").startswith("10 of 10"), "the same again")

    def test_3_a_policy_from_the_catalogue(self):
        self.go("experiment")
        self.complete("experiment")
        Select(self.find("#experiment-policies-add")).select_by_value("kl-ucb")
        self.wait(lambda: "Gaussian" in self.text("#experiment .caption") or "0/1" in self.text("#experiment .caption"),
                  "why KL-UCB cannot play normal rewards")
        Select(self.find("#control-experiment-environment")).select_by_value("bernoulli")
        self.complete("experiment")
        self.assertIn("kl-ucb", self.numbers("experiment"))
        # A refused study is an answer to a person, and a status that the console notes.
        self.assertTrue(all("422" in message for message in self.errors()))

    def test_r_clusters_in_an_experiment_by_one_button(self):
        self.go("experiment")
        self.complete("experiment")
        alone, clustered = self.browser.find_elements(By.CSS_SELECTOR, "#experiment [data-presets] button")
        self.assertEqual([alone.get_attribute("aria-pressed"), clustered.get_attribute("aria-pressed")], ["true", "false"])
        clustered.send_keys(Keys.ENTER)
        self.wait(lambda: "TSC" in self.numbers("experiment"), "TSC beside Thompson sampling")
        self.complete("experiment")
        self.assertIn("choose", self.text("#experiment [data-lesson]"))
        numbers = self.numbers("experiment")
        self.expect(numbers, self.command(study={
            "name": "explored", "seed": 1, "horizon": 1000, "replications": 500,
            "environment": {"kind": "beta-clusters", "arms": 25, "clusters": 5, "cohesion": 20},
            "policies": [{"label": "ε = 0.1", "kind": "epsilon-greedy", "epsilon": 0.1}, {"label": "UCB1", "kind": "ucb1"},
                         {"label": "Thompson", "kind": "thompson"}, {"label": "TSC", "kind": "tsc"}]}))
        # What the lesson says is so, by far.
        self.assertLess(numbers["TSC"][0] + 4 * numbers["TSC"][1], numbers["Thompson"][0])
        alone.send_keys(Keys.SPACE)
        self.wait(lambda: set(self.numbers("experiment")) == {"ε = 0.1", "UCB1", "Thompson"}, "the three again")

    def test_s_a_step_acts_on_what_is_in_sight(self):
        for section in ["watch", "clusters"]:
            self.go(section)
            self.wait(lambda: "of 200" in self.text(f"#{section} .player output"), "a run")
        round_of = lambda section: int(self.browser.execute_script(
            f"return document.querySelector('#{section} .player input').value"))
        for section, other in [("clusters", "watch"), ("watch", "clusters")]:
            self.start(section)
            self.settle(f"#{section} [data-figure]")
            time.sleep(0.3)
            before = round_of(other)
            self.browser.execute_script("document.querySelector('#step').click()")
            self.wait(lambda: round_of(section) == 2, "one round forward")
            self.assertEqual(round_of(other), before)

    def test_t_an_arm_that_was_never_pulled_has_no_average(self):
        self.browser.get(self.address + "#watch.epsilon=0")
        self.browser.refresh()
        self.go("watch")
        self.wait(lambda: "of 200" in self.text("#watch .player output"), "a run")
        self.start("watch")
        self.wait(lambda: "Round 1:" in self.text("#watch [data-state] caption"), "the first round")
        cells = [one.text for one in self.browser.find_elements(By.CSS_SELECTOR, "#watch [data-compared]")]
        self.assertTrue(all(one in ("0, assumed", "–") for one in cells), cells)

    def test_u_nothing_lies_under_the_bar(self):
        for width in [560, 800, 1280]:
            self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": 700, "deviceScaleFactor": 1, "mobile": False})
            self.go("experiment")
            self.complete("experiment")
            hidden = self.browser.execute_script("""
                const bar = document.querySelector('#bar');
                return [...document.querySelectorAll('main :is(a, button, input, select, summary)')].filter((one) => {
                  if (one.getClientRects().length === 0) return false;
                  one.scrollIntoView({block: 'start'});
                  return one.getBoundingClientRect().top < bar.getBoundingClientRect().bottom - 0.5;
                }).map((one) => one.outerHTML.slice(0, 80))""")
            self.assertEqual(hidden, [])
        self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def test_4_play_to_the_end(self):
        self.go("play")
        self.press("#control-play-budget", Keys.HOME)
        self.wait(lambda: "you have 10 pulls" in self.text("#play [data-score]"), "a game of ten pulls")
        self.assertIn("Game 1 of this seed", self.text("#play [data-score]"))
        Select(self.find("#control-play-against")).select_by_value("tsc")
        self.wait(lambda: "among the rooms first" in self.text("#play [data-opponent]"), "how TSC chooses")
        for pull in range(10):
            self.wait(lambda: self.browser.find_elements(By.CSS_SELECTOR, f"[data-arm='{pull % 3}']:not(:disabled)"), "a machine")
            machine = self.find(f"[data-arm='{pull % 3}']")
            if pull < 9:
                machine.click()
            else:
                # A second click on the last pull comes before the first is answered, and is none.
                self.browser.execute_script("arguments[0].click(); arguments[0].click()", machine)
            if pull < 9:
                self.wait(lambda: f"{9 - pull} pulls left" in self.text("#play [data-score]"), "the next pull")
        self.wait(lambda: "best machine earns" in self.text("#play [data-score]"), "the truth")
        rows = self.browser.execute_script("""
            return [...document.querySelectorAll('#play [data-truth] tbody tr')].map((row) =>
              [Number(row.children[2].dataset.value), Number(row.children[3].textContent), Number(row.children[4].textContent)])""")
        self.assertEqual(len(rows), 9)
        # Regret from the table: what each pull pays less on average than the best machine.
        best = max(mean for mean, _, _ in rows)
        said = self.text("#play [data-score]")
        for side, name in [(1, "your choices cost"), (2, "the policy's")]:
            lost = sum(row[side] * (best - row[0]) for row in rows)
            self.assertAlmostEqual(float(said.split(f"{name} ")[1].split()[0].rstrip(".,:")), lost, delta=0.051)

    def test_5_a_run_forward_and_back(self):
        self.go("watch")
        slider = "#watch .player input"
        self.wait(lambda: "of 200" in self.text("#watch .player output"), "a run of 200 rounds")
        self.press(slider, Keys.END)
        self.wait(lambda: "Round 200:" in self.text("#watch [data-state] caption"), "the last round")
        last = self.text("#watch [data-state]")
        self.press(slider, Keys.ARROW_LEFT, 3)
        self.wait(lambda: "Round 197:" in self.text("#watch [data-state] caption"), "three rounds back")
        self.press(slider, Keys.ARROW_RIGHT, 3)
        self.wait(lambda: self.text("#watch [data-state]") == last, "the last round as it was")
        trace = subprocess.run([PROGRAM, "trace", "-", "--rounds", "197", "--wide"], capture_output=True, text=True, check=True,
                               input=json.dumps({
                                   "name": "t", "seed": 1, "horizon": 200, "replications": 1,
                                   "environment": {"kind": "gaussian", "means": [-2, 0, 2], "standard-deviation": 1},
                                   "policies": [{"label": "ε = 0.2", "kind": "epsilon-greedy", "epsilon": 0.2}]})).stdout
        self.press(slider, Keys.ARROW_LEFT, 3)
        caption = self.wait(lambda: "Round 197:" in self.text("#watch [data-state] caption")
                            and self.text("#watch [data-state] caption"), "round 197")
        self.assertIn(f"round 197: {caption.split(': ')[1].split(' paid')[0]}", trace)

    def test_6_the_decision_step_by_step(self):
        self.go("clusters")
        self.wait(lambda: "of 200" in self.text("#clusters .player output"), "a run")
        self.press("#clusters .player input", Keys.ARROW_RIGHT, 5)
        self.wait(lambda: "round 6" in self.text("#clusters .player output"), "round 6")
        self.wait(lambda: "No sibling moved" in self.text("#clusters [data-decision]"), "no sibling under TSC")
        self.wait(lambda: "after 6 rounds" in self.text("#clusters [data-figure=posterior]"), "posteriors after six rounds")
        # Where an excellent arm stands among poor ones TSC loses more than who knows no clusters.
        Select(self.find("#control-clusters-rooms")).select_by_value("excellent")
        lost = {}
        for policy in ["TSC", "flat"]:
            Select(self.find("#control-clusters-policy")).select_by_value(policy)
            self.press("#clusters .player input", Keys.END)
            self.wait(lambda: "round 200 of" in self.text("#clusters .player output") and "this run lost" in self.text("#clusters [data-decision]"), "the last round")
            time.sleep(0.5)
            lost[policy] = float(self.find("#clusters [data-lost]").get_attribute("data-lost"))
        print(f"an excellent arm among poor ones: {lost}")
        self.assertGreater(lost["TSC"], 1.5 * lost["flat"])
        Select(self.find("#control-clusters-rooms")).select_by_value("alike")
        Select(self.find("#control-clusters-policy")).select_by_value("model")
        self.wait(lambda: "Siblings that moved too" in self.text("#clusters [data-decision]"), "siblings under the model")

    def test_7_siblings_and_permuted_labels(self):
        self.go("siblings")
        self.complete("siblings")
        plain = self.numbers("siblings")
        self.assertEqual(set(plain), {"MEAN", "MAX", "flat"})
        self.expect(plain, self.command(study=self.siblings(0.1)))
        self.find("#control-siblings-permuted").click()
        self.wait(lambda: "complete" not in self.text("#siblings [data-status]") or self.numbers("siblings") != plain, "another run")
        self.complete("siblings")
        self.assertNotEqual(self.numbers("siblings"), plain)
        self.expect(self.numbers("siblings"), self.command(study=self.siblings(0.1, permuted=True)))

    def test_8_a_shipped_study(self):
        self.go("studies")
        self.complete("studies")
        Select(self.find("#control-studies-kind")).select_by_value("regret")
        self.wait(lambda: "mean regret" in self.text("#studies [data-table]"), "regret")
        self.complete("studies")
        self.expect(self.numbers("studies"), self.command(
            "three-arm-oracle", "--seed", "1", "--replications", "20", "--horizon", "1000"))

    def test_9_drag_answers_soon(self):
        self.go("optimism")
        figure = "#optimism [data-figure=bonus] svg"
        self.find(figure)
        slider = self.find("#control-optimism-round")
        self.settle("#control-optimism-round")
        # The page itself takes the time from a change of the slider to the new picture.
        self.browser.execute_script("""
            window.answered = [];
            let moved = 0;
            arguments[0].addEventListener('input', () => (moved ||= performance.now()));
            new MutationObserver(() => {
              if (moved) window.answered.push(performance.now() - moved);
              moved = 0;
            }).observe(document.querySelector('#optimism [data-figure=bonus] .canvas'), {childList: true});
            """, slider)
        ActionChains(self.browser).click_and_hold(slider).move_by_offset(60, 0).move_by_offset(20, 0).release().perform()
        answered = self.wait(lambda: self.browser.execute_script("return window.answered"), "a new picture")
        self.assertNotEqual(slider.get_attribute("value"), "2.5")
        print(f"a drag was answered after {answered[0]:.0f} ms")
        self.assertLess(answered[0], 1000)

    def test_d_a_link_to_a_section_keeps_what_is_set(self):
        self.go("experiment")
        self.complete("experiment")
        self.press("#control-experiment-arms", Keys.ARROW_RIGHT, 2)
        self.wait(lambda: "experiment.arms=7" in self.browser.current_url, "the address of seven arms")
        self.browser.execute_script("window.isSame = true; document.querySelector('.skip').click()")
        time.sleep(0.5)
        self.assertTrue(self.browser.execute_script("return window.isSame"), "nothing is reloaded")
        self.assertIn("experiment.arms=7", self.browser.current_url)
        self.assertEqual(self.find("#control-experiment-arms").get_attribute("value"), "7")
        self.browser.get(self.address.split("#")[0] + "#play")
        self.browser.refresh()
        self.go("play")
        self.wait(lambda: "you have" in self.text("#play [data-score]"), "a game")
        self.press("#control-play-budget", Keys.HOME)
        self.wait(lambda: "play.budget=10" in self.browser.current_url, "the address of ten pulls")
        self.assertNotIn("play=", self.browser.current_url.replace("play.", ""))

    def test_e_another_width_redraws_once(self):
        self.go("siblings")
        self.complete("siblings")
        self.find("#siblings [data-figure=difference] svg")
        self.browser.execute_script("""
            window.asked = 0;
            const ask = window.fetch;
            window.fetch = (...all) => {
              window.asked++;
              return ask(...all);
            };
            """)
        self.browser.set_window_size(900, 900)
        try:
            asked = lambda: self.browser.execute_script("return window.asked")
            self.wait(asked, "figures of another width")
            self.complete("siblings")
            time.sleep(2)
            before = asked()
            time.sleep(2)
            self.assertEqual(asked(), before, "what fits is not asked for again")
        finally:
            self.browser.set_window_size(1280, 900)

    def test_f_what_cannot_be_taken_away_or_shown_is_said(self):
        self.go("experiment")
        self.complete("experiment")
        self.browser.execute_script("""
            window.fetch = () => Promise.reject(new Error("gone"));
            [...document.querySelectorAll('#experiment > [data-figure] button')]
              .find((one) => one.textContent === 'Experiment file').click();
            """)
        self.wait(lambda: "the program has ended" in self.text("#experiment > [data-figure] .caption.problem"),
                  "why there is no file")
        shown = self.browser.execute_async_script("""
            const done = arguments[0];
            import('/dom.js').then(({number}) => done([-1.25, null, undefined, 'inf', NaN].map((one) => number(one, 2))));
            """)
        self.assertEqual(shown, ["−1.25", "–", "–", "–", "–"])

    def test_a_layout_at_three_widths(self):
        for width in [360, 768, 1920]:
            self.browser.set_window_size(max(width, 500), 1000)
            self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": width < 500})
            self.browser.get("about:blank")
            self.browser.get(self.address)
            for section in SECTIONS:
                self.go(section)
                time.sleep(0.2)
            for section in ["experiment", "siblings", "studies"]:
                self.go(section)
                self.complete(section)
            self.assertLessEqual(
                self.browser.execute_script("return document.documentElement.scrollWidth"), width, f"at {width} pixels")
            self.shoot(f"width-{width}")
        self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.browser.set_window_size(1280, 900)

    def test_b_dark(self):
        self.emulate("prefers-color-scheme", "dark")
        self.browser.get("about:blank")
        self.browser.get(self.address)
        for section in SECTIONS:
            self.go(section)
            time.sleep(0.3)
        self.complete("experiment")
        self.complete("siblings")
        background = self.browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        self.assertEqual(background, "rgb(21, 24, 28)")
        self.shoot("dark")
        self.emulate()

    def test_c_everybody_can_use_it(self):
        for section in SECTIONS:
            self.go(section)
            time.sleep(0.2)
        self.press("#experiment [data-map] > summary", Keys.ENTER)
        for section in ["experiment", "siblings", "studies"]:
            self.complete(section)
        self.wait(lambda: "complete" in self.text("#experiment [data-map-status]"), "the map", 90)
        self.accessible("light")
        self.emulate("prefers-color-scheme", "dark")
        self.wait(lambda: not self.browser.find_elements(By.CSS_SELECTOR, ".waiting"), "dark figures")
        time.sleep(1)
        self.accessible("dark")
        self.emulate()
        self.browser.execute_script("document.activeElement.blur(); window.scrollTo(0, 0)")
        for _ in range(3):
            ActionChains(self.browser).send_keys(Keys.TAB).perform()
        outline = self.browser.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
        self.assertEqual(outline, "solid", "the focus of the keyboard is seen")

    def test_g_who_wants_less_motion_gets_no_film(self):
        self.emulate("prefers-reduced-motion", "reduce")
        self.browser.refresh()
        self.go("watch")
        self.wait(lambda: "of 200" in self.text("#watch .player output"), "a run")
        time.sleep(1)
        self.assertEqual(self.text("#watch .player output"), "round 1 of 200")
        self.emulate()
        self.browser.refresh()
        self.go("watch")
        self.wait(lambda: "of 200" in self.text("#watch .player output"), "a run")
        self.plays("watch")

    def test_h_events_that_are_none_are_said_and_survived(self):
        self.go("optimism")
        self.find("#optimism [data-figure=bonus] svg")
        self.browser.execute_script("""
            window.real = window.fetch;
            window.fetch = (address, ...more) => address.endsWith("/experiment")
              ? Promise.resolve(new Response(window.broken)) : window.real(address, ...more);
            """)
        broken = {"event: picture\ndata: {\n\n": "not understood", "data\n\n": "not understood", "\n\n": "not understood",
                  "event: picture\n\n": "not understood", "": "ended too early", "event: progress": "ended too early"}
        self.browser.execute_script("window.broken = ''")
        self.go("experiment")
        for text, words in broken.items():
            self.browser.execute_script("window.broken = arguments[0]", text)
            self.press("#control-experiment-arms", Keys.ARROW_RIGHT)
            self.wait(lambda: words in self.text("#experiment > [data-figure] .caption.problem"), f"what is wrong with {text!r}")
            self.browser.execute_script("document.querySelector('#experiment .caption').textContent = ''")
        self.browser.execute_script("window.fetch = window.real")
        self.press("#control-experiment-arms", Keys.ARROW_LEFT)
        self.complete("experiment")
        self.assertEqual(self.browser.find_elements(By.CSS_SELECTOR, "#experiment > [data-figure] .problem"), [])

    def test_i_a_page_in_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            place = os.path.join(folder, "lecture")
            started = time.monotonic()
            subprocess.run([PROGRAM, "explore", "--export", place], check=True, capture_output=True)
            page = os.path.join(place, "index.html")
            print(f"a page of {os.path.getsize(page) / 1e6:.1f} MB was written in {time.monotonic() - started:.1f} s")
            self.assertEqual(os.listdir(place), ["index.html"])
            self.assertLess(os.path.getsize(page), 10e6)
            self.browser.get(f"file://{page}")
            self.check_recording()
            again = subprocess.run([PROGRAM, "explore", "--export", place], capture_output=True, text=True)
            self.assertEqual(again.returncode, 64)
            self.assertIn("--force to replace it", again.stderr)

    def check_recording(self):
        sections = [one.get_attribute("id") for one in self.browser.find_elements(By.TAG_NAME, "section") if one.is_displayed()]
        self.assertEqual(sections, ["watch", "optimism", "clusters", "siblings", "words"])
        sections.remove("words")
        for section in sections:
            self.go(section)
            self.find(f"#{section} [data-figure] svg")
        # Section 2 by keys, forward and back.
        slider = "#watch .player input"
        self.press(slider, Keys.END)
        self.wait(lambda: "Round 200:" in self.text("#watch [data-state] caption"), "the last round")
        self.press(slider, Keys.ARROW_LEFT, 3)
        self.wait(lambda: "Round 197:" in self.text("#watch [data-state] caption"), "three rounds back")
        self.press("#control-watch-sigma", Keys.END)
        self.wait(lambda: "watch.sigma=5" in self.browser.current_url, "the address of σ = 5")
        # Section 5: of posteriors the last recorded ones.
        self.press("#clusters .player input", Keys.HOME)
        self.press("#clusters .player input", Keys.ARROW_RIGHT, 6)
        self.wait(lambda: "round 7 of" in self.text("#clusters .player output"), "round 7")
        self.wait(lambda: "after 6 rounds" in self.text("#clusters [data-figure=posterior]"), "posteriors after six rounds")
        # Section 6 has the numbers of the command line.
        self.press("#control-siblings-bad", Keys.END)
        self.find("#control-siblings-permuted").click()
        told = self.command(study=self.siblings(0.5, permuted=True))
        self.complete("siblings")
        self.expect(self.numbers("siblings"), told)
        # Whatever is set was recorded: the page asks for every combination and finds it.
        missing = self.browser.execute_async_script("""
            const done = arguments[arguments.length - 1];
            (async () => {
              const state = await import('explorer/state.js');
              const { settings } = JSON.parse(document.getElementById('recording').textContent);
              const pause = () => new Promise((resolve) => setTimeout(resolve, 40));
              const missing = [];
              let count = 0;
              const visit = async (keys) => {
                if (keys.length === 0) {
                  await pause();
                  count++;
                  for (const one of document.querySelectorAll('.problem')) {
                    if (one.textContent.includes('not recorded')) missing.push(location.hash);
                  }
                  return;
                }
                for (const value of settings[keys[0]]) {
                  state.set(keys[0], value);
                  await visit(keys.slice(1));
                }
              };
              await visit(['watch.policy', 'watch.sigma']);
              state.set('watch.policy', 'epsilon-greedy');
              await visit(['watch.epsilon', 'watch.sigma']);
              await visit(['optimism.round', 'optimism.log']);
              await visit(['optimism.arms', 'optimism.turns']);
              await visit(['clusters.policy', 'clusters.rooms']);
              await visit(['siblings.bad', 'siblings.poor', 'siblings.spread', 'siblings.permuted']);
              done([count, ...missing]);
            })().catch((error) => done([String(error)]));
            """)
        self.assertEqual(missing, [15 + 12 + 38 + 32 + 10 + 36])
        self.browser.refresh()
        for section in sections:
            self.go(section)
            self.find(f"#{section} [data-figure] svg")
        for width in [360, 1280]:
            self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500})
            time.sleep(1)
            self.assertLessEqual(self.browser.execute_script("return document.documentElement.scrollWidth"), width)
            self.shoot(f"file-{width}")
        self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.accessible("in a file")
        self.emulate("prefers-color-scheme", "dark")
        self.accessible("in a file, dark")
        self.shoot("file-dark")
        self.emulate()

    def test_j_where_clusters_help_and_where_they_hurt(self):
        self.go("siblings")
        self.complete("siblings")
        buttons = {one.text: one for one in self.browser.find_elements(By.CSS_SELECTOR, "#siblings [data-presets] button")}
        helps, hurts = buttons["Where clusters help"], buttons["Where clusters hurt"]
        self.assertEqual([helps.get_attribute("aria-pressed"), hurts.get_attribute("aria-pressed")], ["true", "false"])
        said = self.verdict()
        self.assertEqual(list(said), ["MEAN flat", "MAX flat", "MEAN MAX"])
        self.assertRegex(said["MEAN flat"], r"^MEAN lost [\d.]+ less than flat, 95 % interval [\d.]+ to [\d.]+\.$")
        self.assertRegex(said["MAX flat"], "^MAX lost .* less than flat")
        before = self.numbers("siblings")
        hurts.send_keys(Keys.ENTER)
        self.wait(lambda: self.numbers("siblings") != before, "another run")
        self.complete("siblings")
        self.assertEqual([helps.get_attribute("aria-pressed"), hurts.get_attribute("aria-pressed")], ["false", "true"])
        self.expect(self.numbers("siblings"), self.command(study=self.siblings(0.1, count=3)))
        said = self.verdict()
        print("where clusters hurt:", " ".join(said.values()))
        self.assertRegex(said["MEAN flat"], r"^MEAN lost [\d.]+ more than flat, 95 % interval [\d.]+ to [\d.]+\.$")
        self.assertRegex(said["MAX flat"], "^MAX lost .* less than flat")
        # The sentence has the difference of the command line's means.
        numbers = self.numbers("siblings")
        difference = numbers["MEAN"][0] - numbers["flat"][0]
        self.assertAlmostEqual(float(said["MEAN flat"].split()[2]), difference, delta=0.51)
        self.assertIn("alone among poor ones", self.text("#siblings [data-lesson]"))
        self.assertIn("0.80, 0.10, 0.10, 0.10; in each other 0.60", self.text("#siblings [data-chances]"))
        buttons["Where clusters mean nothing"].send_keys(Keys.ENTER)
        self.wait(lambda: "dealt to the rooms at random" in self.text("#siblings [data-chances]"), "the control")
        self.complete("siblings")
        self.wait(lambda: "less than flat" in self.verdict()["MEAN flat"], "what needs no knowledge of clusters")
        hurts.send_keys(Keys.ENTER)
        self.wait(lambda: self.text("#siblings [data-lesson]").startswith("The best machine stands alone"), "the lesson again")
        self.press("#control-siblings-bad", Keys.ARROW_RIGHT)
        self.wait(lambda: hurts.get_attribute("aria-pressed") == "false", "neither of the two")
        self.assertEqual(self.text("#siblings [data-lesson]"), "")

    def test_k_a_seed_is_typed_while_a_run_plays(self):
        self.go("watch")
        output = "#watch .player output"
        self.plays("watch")
        seed = self.find("#seed")
        place = self.browser.execute_script("return scrollY")
        seed.send_keys(Keys.CONTROL, "a")
        typed = ""
        for digit in "4711":
            before = self.text(output)
            seed.send_keys(digit)
            typed += digit
            self.wait(lambda: self.text(output) != before, "the run to go on")
            self.assertEqual(seed.get_attribute("value"), typed)
        self.assertEqual(self.browser.execute_script("return scrollY"), place, "typing scrolls nothing away")
        seed.send_keys(Keys.ENTER)
        self.wait(lambda: "seed=4711" in self.browser.current_url, "the address of the seed")
        self.assertEqual(seed.get_attribute("value"), "4711")
        self.assertIn("Luck", self.text("label[for=seed]"))

    def test_l_a_run_plays_only_in_sight(self):
        output = lambda: self.browser.execute_script("return document.querySelector('#watch .player output')?.textContent ?? ''")
        self.go("watch")
        self.plays("watch")
        self.browser.execute_script("document.querySelector('footer').scrollIntoView()")
        time.sleep(0.5)
        left = output()
        time.sleep(1)
        self.assertEqual(output(), left, "what nobody sees waits")
        self.assertNotIn("round 200 of", left)
        self.go("watch")
        self.wait(lambda: output() != left, "the run to go on")

    def test_m_why_the_policy_chose(self):
        self.go("watch")
        self.wait(lambda: "of 200" in self.text("#watch .player output"), "a run")
        for policy, word in [("ucb1", "index"), ("thompson", "draw")]:
            Select(self.find("#control-watch-policy")).select_by_value(policy)
            self.press("#watch .player input", Keys.END)
            self.wait(lambda: "Round 200:" in self.text("#watch caption") and f"its {word}," in self.text("#watch caption"), word)
            self.assertIn(f"{word} before the pull", self.text("#watch thead"))
            scores = self.browser.execute_script("""
                return [...document.querySelectorAll('#watch tbody tr')].map((row) =>
                  [Number(row.querySelector('[data-compared]').dataset.compared), row.classList.contains('pulled')])""")
            self.assertEqual([pulled for score, pulled in scores if score == max(scores)[0]], [True])
        self.go("clusters")
        for policy, word in [("TSC", "draw"), ("UCBC", "index"), ("model", "draw")]:
            Select(self.find("#control-clusters-policy")).select_by_value(policy)
            self.press("#clusters .player input", Keys.END)
            self.wait(lambda: "round 200 of" in self.text("#clusters .player output")
                      and self.text("#clusters [data-decision]").count(f"its {word},") == 2, f"two choices by {word}")
            levels = self.browser.execute_script("""
                return [...document.querySelectorAll('#clusters [data-decision] .bars')].map((bars) =>
                  [...bars.querySelectorAll('[data-compared]')].map((one) => [Number(one.dataset.compared), one.classList.contains('chosen')]))""")
            self.assertEqual(len(levels), 2)
            for level in levels:
                self.assertEqual([chosen for score, chosen in level if score == max(level)[0]], [True])

    def test_n_no_picture_of_another_policy_stands(self):
        self.go("clusters")
        self.find("#clusters [data-figure=posterior] svg")
        Select(self.find("#control-clusters-policy")).select_by_value("UCBC")
        posterior = "#clusters [data-figure=posterior]"
        self.wait(lambda: "holds no posteriors" in self.text(posterior), "why there is no picture")
        self.press("#clusters .player input", Keys.ARROW_RIGHT, 3)
        self.assertEqual(self.browser.find_elements(By.CSS_SELECTOR, f"{posterior} svg"), [])
        self.wait(lambda: "Lines: the averages" in self.text("#clusters [data-decision]"), "averages by their name")
        self.assertNotIn("posterior", self.text("#clusters [data-decision]"))
        Select(self.find("#control-clusters-policy")).select_by_value("TSC")
        self.find(f"{posterior} svg")
        # Siblings share a color; their numbers tell them apart.
        self.press("#clusters .player input", Keys.END)
        self.wait(lambda: "after 200 rounds" in self.text(posterior), "the last posteriors")
        texts = [one.text for one in self.browser.find_elements(By.CSS_SELECTOR, f"{posterior} svg text")]
        named = {name for text in texts for name in text.split(", ") if name.isdigit()}
        self.assertLessEqual({str(arm) for arm in range(12)}, named)
        # What is refused leaves no picture and no table of another study.
        self.go("experiment")
        self.complete("experiment")
        Select(self.find("#experiment-policies-add")).select_by_value("kl-ucb")
        self.find("#experiment > [data-figure] .caption.problem")
        self.assertEqual(self.browser.find_elements(By.CSS_SELECTOR, "#experiment > [data-figure] svg, #experiment [data-table] tr"), [])
        self.assertTrue(all("422" in message for message in self.errors()))

    def test_o_what_is_shown_is_what_is_played(self):
        self.browser.get(self.address + "#clusters.arms=1000&clusters.clusters=7&play.rooms=1&play.machines=1")
        self.browser.refresh()
        value = lambda key: self.find(f"#control-{key}").get_attribute("value")
        self.go("clusters")
        self.wait(lambda: "of 200" in self.text("#clusters .player output"), "a run")
        self.assertEqual([value("clusters-arms"), value("clusters-clusters")], ["40", "7"])
        self.wait(lambda: "clusters.arms=40" in self.browser.current_url, "the address of what is played")
        self.press("#control-clusters-arms", Keys.HOME)
        self.wait(lambda: value("clusters-clusters") == "4", "no cluster without an arm")
        self.press("#control-clusters-clusters", Keys.END)
        self.wait(lambda: value("clusters-arms") == "7", "an arm for each cluster")
        self.go("play")
        self.wait(lambda: len(self.browser.find_elements(By.CSS_SELECTOR, "#play .machine")) == 2, "two machines")
        self.assertEqual(value("play-machines"), "2")
        self.go("experiment")
        self.complete("experiment")
        Select(self.find("#control-experiment-environment")).select_by_value("needle")
        self.wait(lambda: not self.find("#control-experiment-arms").is_displayed(), "no slider of what is fixed")
        Select(self.find("#control-experiment-environment")).select_by_value("gaussian")
        self.browser.execute_script("document.querySelector('#experiment-policies-0-epsilon').closest('details').open = true")
        field = self.find("#experiment-policies-0-epsilon")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys("5", Keys.TAB)
        self.wait(lambda: self.find("#experiment-policies-0-epsilon").get_attribute("value") == "1", "ε of at most 1")
        self.assertIn("5 is none of its values", self.text("#bar-status"))

    def test_p_the_first_picture_comes_within_a_second(self):
        self.browser.get("about:blank")
        self.browser.get(self.address)
        first = self.wait(lambda: self.browser.execute_script("""
            const machine = document.querySelector('#play .machine');
            if (machine) window.seen ??= performance.now();
            return window.seen"""), "the first machines")
        print(f"the first machines stand {first:.0f} ms after the page is asked for")
        self.assertLess(first, 1000)
        answered = self.browser.execute_async_script("""
            const done = arguments[arguments.length - 1];
            const begun = performance.now();
            import('/api.js').then(({ask}) => ask('catalogue', {})).then(() => done(performance.now() - begun));
            """)
        print(f"the catalogue is answered after {answered:.0f} ms")
        self.assertLess(answered, 300)

    def test_q_every_term_is_explained_where_it_first_stands(self):
        before = dict(self.browser.execute_script("""
            const main = document.querySelector('main');
            return [...main.querySelectorAll('em')].map((one) => {
              const range = document.createRange();
              range.setStart(main, 0);
              range.setEndBefore(one);
              return [one.textContent.toLowerCase(), range.toString().toLowerCase()];
            })"""))
        for word in ["arm", "round", "pull", "reward", "policy", "regret", "clusters", "posterior", "index", "pseudo-regret", "siblings"]:
            self.assertIn(word, before)
            # The title of the page names arms and pulls.
            text = before[word].replace("many arms, few pulls", "")
            self.assertNotRegex(text, rf"\b{word}\b", f"'{word}' stands before it is explained")

    def emulate(self, feature=None, value=None):
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": feature, "value": value}] if feature else []})

    def accessible(self, what):
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "accessibility.js")) as file:
            broken = self.browser.execute_script(file.read())
        self.assertGreater(len(broken), 15)
        self.assertEqual({rule: found for rule, found in broken.items() if found}, {}, what)

    def shoot(self, name):
        if not SCREENSHOTS:
            return
        self.browser.execute_script("window.scrollTo(0, 0)")
        metrics = self.browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        shot = self.browser.execute_cdp_cmd("Page.captureScreenshot", {
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": metrics["width"], "height": metrics["height"], "scale": 1}})
        import base64
        with open(os.path.join(SCREENSHOTS, f"{name}.png"), "wb") as file:
            file.write(base64.b64decode(shot["data"]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--screenshots")
    options, rest = parser.parse_known_args()
    PROGRAM = os.path.abspath(options.program)
    SCREENSHOTS = options.screenshots
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
