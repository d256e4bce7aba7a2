"""Words by part of speech, each with how often it is meant to be drawn, of WordNet alone: its senses are counted in texts
that people tagged, its lists of exceptions and plain rules give the other forms of a word.
"""
import collections
import os
import re

PARTS = {"noun": "1", "verb": "2", "adj": "35", "adv": "4"}
AUXILIARIES = {"be", "have", "do", "can", "will", "may", "must", "shall"}
VOWELS = "aeiou"

WordNet = collections.namedtuple("WordNet", "glosses examples single several counts exceptions kinds")


def read_wordnet(folder, words):
    """@returns glosses, examples; by part of speech: words, names of several words, counts of words, forms of words;
    kinds: number of a lexicographer's file -> its nouns
    """
    ranks = {word: rank for rank, word in enumerate(words)}
    glosses, examples = set(), set()
    single, several, exceptions = {}, {}, {}
    kinds = collections.defaultdict(dict)
    for part in PARTS:
        for line in open(os.path.join(folder, f"data.{part}"), encoding="latin1"):
            if line.startswith(" ") or "|" not in line:
                continue
            fields, said = line.split("|", 1)
            examples.update(re.findall('"([^"]+)"', said))
            glosses.add(re.sub('"[^"]*"', "", said).split(";")[0].strip())
            if part == "noun":
                fields = fields.split()
                for name in fields[4 : 4 + 2 * int(fields[3], 16) : 2]:
                    kinds[int(fields[1])][name.replace("_", " ")] = True
        names = [line.split(" ")[0] for line in open(os.path.join(folder, f"index.{part}"), encoding="latin1")]
        single[part] = {name for name in names if name and "_" not in name}
        several[part] = [
            name.replace("_", " ")
            for name in names
            if "_" in name and all(ranks.get(word, 1e9) < 12_000 for word in name.split("_"))
        ]
        exceptions[part] = collections.defaultdict(list)
        for line in open(os.path.join(folder, f"{part}.exc"), encoding="latin1"):
            form, *lemmas = line.split()
            for lemma in lemmas:
                exceptions[part][lemma].append(form)
    counts = {part: collections.Counter() for part in PARTS}
    for line in open(os.path.join(folder, "cntlist.rev"), encoding="latin1"):
        key, _, count = line.split()
        lemma, sense = key.split("%")
        part = next(part for part, types in PARTS.items() if sense[0] in types)
        counts[part][lemma] += int(count)
    return WordNet(sorted(glosses), sorted(examples), single, several, counts, exceptions, kinds)


def with_ending(word, ending):
    if ending in ("ed", "ing") and word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + ending
    if word.endswith("y") and word[-2:-1] not in VOWELS and ending in ("s", "ed"):
        return word[:-1] + ("ies" if ending == "s" else "ied")
    if ending == "ed" and word.endswith("e"):
        return word + "d"
    if ending == "s" and word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + ending


def past_forms(verb, forms):
    """@returns the past and the participle"""
    forms = [form for form in forms if not form.endswith(("ing", "s"))]
    regular = with_ending(verb, "ed")
    if not forms:
        return regular, regular
    participles = [form for form in forms if re.search("(n|ne|u[nmg]+k?)$", form)]
    others = [form for form in forms if form not in participles]
    return (others or participles)[0], (participles or others)[0]


def going_form(verb, forms):
    return next((form for form in forms if form.endswith("ing")), with_ending(verb, "ing"))


def lexicon_of(wordnet, words):
    """@returns part of speech -> (words, weights or None): VB VBD VBN VBG NN NNS JJ by WordNet's counts, MN and MV (today's
    nouns and verbs) by rank, CN and PV (nouns and verbs of two words), and kinds of nouns, `kind 13`
    """
    ranks = {word: rank for rank, word in enumerate(words)}

    def counted(part, most):
        counts = wordnet.counts[part]
        kept = [(word, n) for word, n in counts.most_common() if re.fullmatch("[a-z]+", word) and word in ranks]
        return [(word, n**0.6) for word, n in kept if word not in AUXILIARIES][:most]

    def today(part, most, power):
        common = [word for word in words[:20_000] if re.fullmatch("[a-z]+", word)]
        kept = [word for word in common if word in wordnet.single[part] and word not in wordnet.single["adv"]][:most]
        return kept, [(rank + 30) ** -power for rank in range(len(kept))]

    def formed(pairs, form):
        made = [(form(word), weight) for word, weight in pairs]
        return tuple(zip(*((word, weight) for word, weight in made if word in ranks)))

    verbs, nouns = counted("verb", 900), counted("noun", 4000)
    forms, plurals = wordnet.exceptions["verb"], wordnet.exceptions["noun"]
    lexicon = {"VB": tuple(zip(*verbs)), "NN": tuple(zip(*nouns)), "JJ": tuple(zip(*counted("adj", 1800)))}
    lexicon["VBD"] = formed(verbs, lambda verb: past_forms(verb, forms[verb])[0])
    lexicon["VBN"] = formed(verbs, lambda verb: past_forms(verb, forms[verb])[1])
    lexicon["VBG"] = formed(verbs, lambda verb: going_form(verb, forms[verb]))
    lexicon["NNS"] = formed(nouns[:2500], lambda noun: (plurals[noun] or [with_ending(noun, "s")])[0])
    lexicon["MN"] = today("noun", 6000, 0.45)
    lexicon["MV"] = today("verb", 1500, 0.5)
    lexicon["CN"] = (wordnet.several["noun"], None)
    lexicon["PV"] = (wordnet.several["verb"], None)
    for kind, names in wordnet.kinds.items():
        known = [(name, max(ranks.get(word.lower(), 1e9) for word in name.split())) for name in names]
        kept = sorted((rank, name) for name, rank in known if rank < 25_000 and len(name.split()) <= 2)[:1200]
        lexicon[f"kind {kind}"] = ([name.lower() for _, name in kept], [(rank + 300) ** -0.4 for rank, _ in kept])
    return lexicon
