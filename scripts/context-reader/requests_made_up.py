"""Texts as people send them, made of the patterns of requests.txt and more-requests.txt."""
import os
import re

from made_up_texts import ASKED_FOR, Maker, OPENINGS

HERE = os.path.dirname(__file__)
CHOICE = re.compile(r"\(([^()]*)\)")
SLOT = re.compile(r"\{([^{}]+)\}")
AROUND_CASE = (
    "|||||why is it that|what do i do if|what should i do when|what if|i think|it seems|help,|hi,|hello,|please help,|so,|"
    "it says that|can you check if|i noticed that|sorry but|i am calling because|the problem is that|i believe|excuse me,"
).split("|")
AFTER_CASE = (
    "|||||||what should i do|what now|can you help|please help|what happened|why|is that normal|how do i fix this|"
    "what can be done|and i want it back|and nobody answers|can you check|is that right|can you do something about it"
).split("|")
FIRST = "||||||||||||please|hey|hi|can you help me|ok|well|also|and|listen|excuse me|i was wondering|quick question:".split("|")
LAST = "|||||||||||||||please|thanks|thank you|asap|if possible|for me|now|again|too|right away|instead".split("|")


class RequestMaker(Maker):
    """`lexicon` as of Maker, with kinds of nouns. Of the files, the last one's patterns are used, with the lists of all."""

    def __init__(self, lexicon, seed, *files):
        super().__init__(lexicon, seed)
        self.lists = {}
        for path in files:
            self.patterns = []
            for line in open(os.path.join(HERE, path), encoding="utf8"):
                line = line.rstrip("\n")
                if line.startswith("@"):
                    name, words = line[1:].split(": ", 1)
                    self.lists[name] = split_choices(words)
                elif line and not line.startswith("#"):
                    self.patterns.append((line[0], line[2:]))

    def word(self, name):
        if name in self.lists:
            return self.filled(self.chance.choice(self.lists[name]))
        if name in ("thing", "verb"):
            return getattr(self, name)()
        if name == "BECOMES":
            return self.one("is", "was", "are", "gets", "being")
        return self.pick(name)

    def filled(self, pattern):
        """Choices from the innermost outwards, then words: what is not chosen is not drawn."""
        while CHOICE.search(pattern):
            pattern = CHOICE.sub(lambda found: self.chance.choice(found[1].split("|")), pattern, count=1)
        return SLOT.sub(lambda found: self.word(found[1]), pattern)

    def around(self, sign, text):
        choice = self.chance.choice
        if sign == ">":
            return f"{choice(OPENINGS) if self.chance.random() < 0.7 else ''} {text}"
        if sign == "!":
            return f"{choice(AROUND_CASE)} {text} {choice(AFTER_CASE)}"
        return f"{choice(ASKED_FOR)} {text}" if sign == "*" else text

    def text(self):
        sign, pattern = self.chance.choice(self.patterns)
        text = self.around(sign, self.filled(pattern).replace("?", ""))
        text = f"{self.chance.choice(FIRST)} {text} {self.chance.choice(LAST)}"
        if self.chance.random() < 0.3:
            text = text.strip() + self.one("?", ".", "!", "?", "??", "...")
        return re.sub(" +", " ", re.sub(r" ([,.?!])", r"\1", text)).strip()


def split_choices(words):
    """At each `|` that stands outside of parentheses."""
    found, depth = [""], 0
    for letter in words:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return found
