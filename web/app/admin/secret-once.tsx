import { Copy, CopyCheck } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";

interface SecretOnceProps {
	title: string;
	/** What it is for, and that it is shown this once. */
	lead?: ReactNode;
	secret: string;
	onClose: () => void;
}

/** A secret that was just made: it can be copied now, and is shown never again. */
export function SecretOnce({
	title,
	lead = "It is shown this once. Keep it where secrets are kept.",
	secret,
	onClose,
}: SecretOnceProps) {
	const text = useRef<HTMLElement>(null);
	const [copying, setCopying] = useState<"not_yet" | "done" | "by_hand">("not_yet");
	const copy = async (): Promise<void> => {
		try {
			await navigator.clipboard.writeText(secret);
			setCopying("done");
		} catch {
			// without https, or where the browser does not allow it, no page copies: marked, it is one key away
			if (text.current !== null) getSelection()?.selectAllChildren(text.current);
			setCopying("by_hand");
		}
	};
	return (
		<Dialog isOpen onClose={onClose} title={title} lead={lead}>
			<code
				ref={text}
				className="block rounded-md border border-line bg-panel px-3 py-2 font-mono text-xs break-all select-all"
			>
				{secret}
			</code>
			<output className="mt-2 block text-muted empty:hidden">
				{copying === "by_hand" &&
					"This page can't copy by itself here: the text is marked, Ctrl+C or ⌘C copies it."}
			</output>
			<div className="mt-4 flex justify-end gap-2">
				<Button size="compact" onClick={() => void copy()}>
					{copying === "done" ? (
						<CopyCheck aria-hidden="true" size={14} />
					) : (
						<Copy aria-hidden="true" size={14} />
					)}
					{copying === "done" ? "Copied" : "Copy"}
				</Button>
				<Button size="compact" look="solid" onClick={onClose}>
					Done
				</Button>
			</div>
		</Dialog>
	);
}
