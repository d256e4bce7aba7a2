import { test } from "vitest";
import { isPrivateAsset, MODEL_ASSET } from "./private-assets.ts";

test("[PA1] what the Worker alone reads is known however its address is written", ({ expect }) => {
	for (const path of [
		MODEL_ASSET,
		"/private/",
		"//private/x",
		"/%70rivate/assistant.caremodel",
		"/private%2fassistant.caremodel",
		"/private%5Cassistant.caremodel",
		"/Private/assistant.caremodel",
		"\\private\\x",
	])
		expect(isPrivateAsset(path), path).toBe(true);
	for (const path of ["/", "/private", "/privately/x", "/assets/private/x", "/%ff"])
		expect(isPrivateAsset(path), path).toBe(false);
});
