/** The model that travels with this release: `care train` writes it before the build. The only file that knows where. */
import modelBytes from "../dist/model/assistant.caremodel";

export function bundledModel(): ArrayBuffer {
	return modelBytes;
}
