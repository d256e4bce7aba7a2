"""Texts that nobody wrote: requests, questions and remarks of common words. The teacher answers anything.

Words are drawn by how often WordNet counts them in a part of speech, and by their rank in today's English; names of two
words (`alarm clock`, `turn off`) are WordNet's.
"""
import random
import re

OPENINGS = (
    "how do i|how can i|can i|may i|could you|can you|please|i want to|i need to|i would like to|i'd like to|help me|"
    "is it possible to|what do i need to do to|will you|would you|should i|do i have to|where can i|when can i|"
    "where do i|tell me how to|show me how to|is there a way to|let us|don't|never|you should|who can|am i able to|"
    "i am trying to|i tried to|i can't|i don't know how to|why can i not|why can't i|i forgot to|do you|did you|"
    "remember to|remind me to|go and|go ahead and|what happens if i|how long does it take to|how much does it cost to|"
    "how often should i|what is the best way to|what is needed to|i don't want to|i no longer want to|i have to"
).split("|")
ASKED = (
    "why|why was|why is|why are|when will|when is|where is|what is|who is|how is|is|was|are|has|what happened to|"
    "what does it mean that|do you know why|i want to know why|when was|how come|how much is|how many|how old is|"
    "how far is|what time is|which|whose|what kind of|how long is|what color is|how big is|what about|how about|"
    "any news on|status of|tell me about|show me|give me|list|read|find|search for|what are|where are|info on|"
    "i have a question about|problem with|is there|are there|do you have|do you like|who made|who invented|"
    "when did they make|define|what is the meaning of|say|explain"
).split("|")
ASKED_FOR = (
    "what is|what are|tell me|tell me about|i'd like to know|i want to know|do you know|show me|where do i find|find|"
    "can you tell me|what about|info about|||check|look up|give me|explain|i need|could you find out|let me see|"
    "i have a question about|who knows|what was|how do i find|please check|search for|any idea of|can i see|read me"
).split("|")
REMARKS = (
    "what if|i think|it says|are you sure|i noticed that|i see that|it looks like|i was told that|do you think|"
    "is it true that|i hope|i wonder if|why does it say that|can you check if|i believe|it seems that|i don't think|"
    "tell me if|sorry|hello|hi|yes|no|well|thanks|ok|please help|hey"
).split("|")
COMMON_VERBS = (
    "get|change|cancel|find|check|order|send|pay|turn on|turn off|set|play|stop|make|tell me about|show|add|remove|"
    "delete|open|close|book|transfer|use|update|activate|call|buy|look up|remind me about|schedule|increase|lower|report"
).split("|")
TIMES = (
    "today|tomorrow|yesterday|last week|this morning|tonight|next month|at five|on monday|every day|right now|already|"
    "yet|again|soon|later|on friday|in an hour|at noon|this weekend|in december|since last week|for two days|"
    "as soon as possible|anymore|still|all the time|twice|at home|here|there|abroad|online|by phone|by mail|automatically"
).split("|")
PREPOSITIONS = (
    "for|with|in|on|at|from|to|about|of|before|after|without|by|near|until|during|over|under|through|into|between|"
    "using|outside|inside"
).split("|")
DETERMINERS = "the|my|a||this|that|any|some|your|another|our|the|my|all|no|each|his|her|their|two|three|new".split("|")
BECOMES = (
    "is|was|has been|will be|gets|got|is being|were|are|has not been|wasn't|isn't|hasn't been|keeps being|should be|"
    "can be|cannot be|won't be"
).split("|")
LOOKS = "is|was|isn't|looks|seems|became|doesn't look|are|is not|is too|is very|got".split("|")
MODALS = (
    "don't|can't|didn't|couldn't|won't|never|always|still|just|cannot|have to|want to|need to|tried to|forgot to|"
    "would like to|am able to|am not able to|used to|plan to"
).split("|")
HAVE = (
    "have|had|lost|got|found|saw|want|need|like|love|hate|know|received|ordered|bought|made|paid|see|don't have|"
    "didn't get|am missing"
).split("|")
EXISTS = "there is|there was|there are|there isn't|there seems to be|it is|this is|that's".split("|")
JOINS = "and|but|because|so|when|if|after|before|while|although|even though|that|until".split("|")


class Maker:
    """Makes one text after the other.

    `lexicon`: part of speech -> (words, weights or None); VB VBD VBN VBG NN NNS JJ by WordNet's counts, MN and MV (today's nouns and
    verbs), CN and PV (nouns and verbs of two words).
    """

    def __init__(self, lexicon, seed):
        self.lexicon = lexicon
        self.chance = random.Random(seed)

    def pick(self, kind):
        words, weights = self.lexicon[kind]
        return self.chance.choices(words, weights)[0]

    def one(self, *choices):
        return self.chance.choice(choices)

    def noun(self):
        return self.pick(self.chance.choices(["NN", "MN", "CN", "NNS"], [35, 35, 15, 15])[0])

    def verb(self):
        kind = self.chance.choices(["VB", "MV", "PV", ""], [50, 20, 20, 10])[0]
        return self.pick(kind) if kind else self.chance.choice(COMMON_VERBS)

    def thing(self):
        words = [self.chance.choice(DETERMINERS)]
        if self.chance.random() < 0.25:
            words.append(self.pick("JJ"))
        words.append(self.noun())
        if self.chance.random() < 0.15:
            words.append(self.noun())
        return " ".join(word for word in words if word)

    def place(self):
        return f"{self.chance.choice(PREPOSITIONS)} {self.thing()}"

    def ends(self, place, time):
        end = f" {self.place()}" if self.chance.random() < place else ""
        return end + (f" {self.chance.choice(TIMES)}" if self.chance.random() < time else "")

    def act(self):
        what = f" {self.thing()}" if self.chance.random() < 0.85 else ""
        return self.verb() + what + self.ends(0.35, 0.2)

    def clause(self):
        kind = self.chance.choices(range(6), [30, 20, 15, 15, 10, 10])[0]
        who = self.one("i", "we", "they", "it")
        if kind == 0:
            text = f"{self.thing()} {self.chance.choice(BECOMES)} {self.pick('VBN')}"
        elif kind == 1:
            text = f"{self.one('i', 'you', 'we', 'they', 'he', 'she', 'someone', 'nobody')} {self.pick('VBD')} {self.thing()}"
        elif kind == 2:
            text = f"{self.thing()} {self.chance.choice(LOOKS)} {self.pick('JJ')}"
        elif kind == 3:
            text = f"{who} {self.chance.choice(MODALS)} {self.act()}"
        elif kind == 4:
            text = f"{who} {self.chance.choice(HAVE)} {self.thing()}"
        else:
            text = f"{self.chance.choice(EXISTS)} {self.thing()}"
        return text + self.ends(0.3, 0.2)

    def text(self):
        kind = self.chance.choices(range(10), [16, 14, 10, 12, 23, 5, 5, 5, 5, 5])[0]
        if kind == 0:
            text = f"{self.chance.choice(OPENINGS)} {self.act()}"
        elif kind == 1:
            text = f"{self.chance.choice(ASKED)} {self.thing()}"
            if self.chance.random() < 0.7:
                text += " " + self.one(self.pick("VBN"), self.pick("JJ"), self.place(), "not " + self.pick("VBN"))
        elif kind == 2:
            text = f"what is the {self.noun()} of {self.thing()}"
        elif kind == 3:
            text = self.act()
        elif kind == 4:
            text = self.clause()
        elif kind == 5:
            text = f"{self.clause()} {self.chance.choice(JOINS)} {self.clause()}"
        elif kind == 6:
            text = f"{self.chance.choice(REMARKS)} {self.clause()}"
        elif kind == 7:
            text = f"{self.thing()} {self.one(self.place(), self.chance.choice(TIMES), self.pick('VBN'))}"
        elif kind == 8:
            instead = self.one("and", "or", "instead of", "but not", "then", "rather than", "not")
            text = f"{self.one('how do i', 'why did', 'i', 'please', 'can you')} {self.verb()} {self.thing()} {instead} {self.thing()}"
        else:
            text = f"{self.thing()} {self.one('or', 'and', 'not', 'versus', 'instead of')} {self.thing()}"
        sign = self.one("?", ".", "!", "?") if self.chance.random() < 0.25 else ""
        return re.sub(" +", " ", text).strip() + sign
