/** A small project for the tests of this room: written apart, in our own words. */
import { FaultList } from "../project/fault.ts";
import { parseProjectFiles } from "../project/project-files.ts";
import { decodeModelFile, encodeModelFile, type ModelFile } from "./model-file.ts";
import { loadInterpreter } from "./load-interpreter.ts";
import { readPipelineConfig } from "./pipeline-config.ts";
import { trainNlu } from "./train.ts";
import { type NluTrainingData, readNluData } from "./training-data.ts";
import type { Interpreter } from "./interpreter.ts";
import type { WordVectorTable } from "./vectors/word-vectors.ts";

/** Reads one nlu file. */
export function readData(yaml: string, faults = new FaultList()): NluTrainingData {
	const parsed = parseProjectFiles([{ path: "data/nlu.yml", text: yaml }]);
	faults.addAll(parsed.faults);
	return readNluData(parsed.files, faults);
}

/** Trains on one nlu file with the pipeline of a config. */
export function trainModel(
	nlu: string,
	config: string,
	{ seed = 1, wordVectors = null }: { seed?: number; wordVectors?: WordVectorTable | null } = {},
): { bytes: Uint8Array; model: ModelFile } {
	const faults = new FaultList();
	const data = readData(nlu, faults);
	const parsed = parseProjectFiles([{ path: "config.yml", text: config }]);
	const pipeline = readPipelineConfig(parsed.files[0] ?? null, faults);
	const {
		config: nluConfig,
		arrays,
		counts,
	} = trainNlu({
		data,
		pipeline,
		language: pipeline.language,
		additionalLanguages: pipeline.languages.additional,
		seed,
		wordVectors,
	});
	const header = { assistantId: "test", language: pipeline.language, nlu: nluConfig, dialogue: {}, counts };
	const bytes = encodeModelFile({ header, arrays });
	return { bytes, model: decodeModelFile(bytes) };
}

/** Trains and loads. */
export function trainInterpreter(nlu: string, config: string): Interpreter {
	return loadInterpreter(trainModel(nlu, config).model);
}

/** All kinds of components at once. */
export const CONFIG = `
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: CountVectorsFeaturizer
  - name: DIETClassifier
    ranking_length: 3
  - name: RegexEntityExtractor
  - name: BuiltinEntityExtractor
    dimensions: [email, number, date]
  - name: EntitySynonymMapper
  - name: ResponseSelector
  - name: FallbackClassifier
    threshold: 0.4
    ambiguity_threshold: 0.05
`;

export const NLU = `
nlu:
- intent: greet
  examples: |
    - hello
    - hi there
    - good morning
    - hey, anyone around?
    - good evening to you
    - hiya
- intent: order_status
  examples: |
    - where is my parcel
    - has my parcel left the warehouse yet
    - when will the [jacket](item) arrive
    - track my [shoes](item) please
    - my [boots]{"entity": "item", "value": "shoes"} have not arrived
    - i am still waiting for the [lamp](item)
    - what is the state of my delivery
- intent: cancel_order
  examples: |
    - cancel my purchase
    - please stop the [lamp](item) from being sent
    - i don't want the [jacket](item) any more, cancel it
    - call off my order
    - i changed my mind, cancel everything
    - cancel the [shoes](item)
- intent: book_move
  examples: |
    - bring it from [Bonn]{"entity": "city", "role": "from"} to [Ulm]{"entity": "city", "role": "to"}
    - move from [Ulm]{"entity": "city", "role": "from"} to [Kiel]{"entity": "city", "role": "to"}
    - a van from [Kiel]{"entity": "city", "role": "from"} to [Bonn]{"entity": "city", "role": "to"}
    - i move to [Kiel]{"entity": "city", "role": "to"} from [Ulm]{"entity": "city", "role": "from"}
    - take my things from [Bonn]{"entity": "city", "role": "from"} to [Kiel]{"entity": "city", "role": "to"}
- intent: faq/opening_hours
  examples: |
    - when do you open
    - are you open on sundays
    - what are your opening hours
- intent: faq/payment_methods
  examples: |
    - can i pay by card
    - which ways to pay do you take
    - do you accept invoices
- synonym: shoes
  examples: |
    - sneakers
    - trainers
- lookup: item
  examples: |
    - sneakers
    - rain coat
    - rain coat for dogs
- regex: item
  examples: |
    - (?i)model [A-Z]{2}\\d{3}
responses:
  utter_faq/opening_hours:
  - text: We are open from nine to five.
  utter_faq/payment_methods:
  - text: Card, transfer and invoice.
`;
