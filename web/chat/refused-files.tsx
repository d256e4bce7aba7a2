import { ImageOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTexts } from "./languages/use-texts.tsx";

/** Long enough to be read. */
const SAID_FOR_MS = 8_000;

/** Says above the composer that a picture or a file was not taken. */
export function RefusedFiles() {
	const texts = useTexts();
	const isRefused = useRefusedFiles();
	return (
		<output className="block">
			{isRefused && (
				<span className="flex items-center gap-1.5 px-1 pb-2 text-xs text-warn-ink">
					<ImageOff aria-hidden="true" size={14} className="shrink-0" />
					{texts.noFiles}
				</span>
			)}
		</output>
	);
}

/**
 * True for a while after a picture or a file was dropped on the page or pasted. The chat takes words alone; left to the
 * browser, a dropped file would take the page's place, and a pasted one would do nothing at all.
 */
function useRefusedFiles(): boolean {
	const [atMs, setAtMs] = useState<number | null>(null);
	useEffect(() => {
		const over = (event: DragEvent): void => {
			if (event.dataTransfer?.types.includes("Files") === true) event.preventDefault();
		};
		const take = (event: DragEvent | ClipboardEvent): void => {
			const data = "clipboardData" in event ? event.clipboardData : event.dataTransfer;
			// office programs put a picture of the words beside them: the words can be pasted
			const isWordsToo = event.type === "paste" && data?.types.includes("text/plain") === true;
			if (data === null || data.files.length === 0 || isWordsToo) return;
			event.preventDefault();
			setAtMs(event.timeStamp);
		};
		addEventListener("dragover", over);
		addEventListener("drop", take);
		addEventListener("paste", take);
		return () => {
			removeEventListener("dragover", over);
			removeEventListener("drop", take);
			removeEventListener("paste", take);
		};
	}, []);
	useEffect(() => {
		if (atMs === null) return undefined;
		const timer = setTimeout(() => setAtMs(null), SAID_FOR_MS);
		return () => clearTimeout(timer);
	}, [atMs]);
	return atMs !== null;
}
