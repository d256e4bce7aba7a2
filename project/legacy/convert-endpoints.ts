import { isScalar, isSeq } from "yaml";
import type { OldConstructs } from "./old-construct.ts";
import { pairOf, type YamlFile } from "./yaml-file.ts";

/** Keys of `endpoints.yml` and `credentials.yml` that have another name now, or none. */
export function convertEndpoints(file: YamlFile, found: OldConstructs): void {
	const store = pairOf(file.root, "tracker_store");
	const type = pairOf(store?.value, "store_type");
	if (type !== null && isScalar(type.key)) {
		found.done("rasa_1_store_type", file.at(type), "tracker_store: store_type is called type now.");
		type.key.value = "type";
		file.touch();
	}
	const queue = pairOf(pairOf(file.root, "event_broker")?.value, "queue");
	if (queue !== null && isScalar(queue.key)) {
		found.done("rasa_1_queue", file.at(queue), "event_broker: queue is queues now, a list.");
		queue.key.value = "queues";
		if (!isSeq(queue.value))
			queue.value = file.node([String(isScalar(queue.value) ? queue.value.value : "")]);
		file.touch();
	}
	const core = pairOf(file.root, "core_endpoint");
	if (core !== null)
		found.byHand("rasa_1_endpoint", file.at(core), "core_endpoint is read by nothing any more. Take it out.");
}
