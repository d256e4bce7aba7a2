import { Copy, CopyCheck } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";

interface SecretOnceProps {
	title: string;
	secret: string;
	onClose: () => void;
}

/** A secret that was just made: it can be copied now, and is shown never again. */
export function SecretOnce({ title, secret, onClose }: SecretOnceProps) {
	const [isCopied, setIsCopied] = useState(false);
	return (
		<Dialog
			isOpen
			onClose={onClose}
			title={title}
			lead="It is shown this once. Keep it where secrets are kept."
		>
			<code className="block rounded-md border border-line bg-panel px-3 py-2 font-mono text-xs break-all select-all">
				{secret}
			</code>
			<div className="mt-4 flex justify-end gap-2">
				<Button
					size="compact"
					onClick={() => void navigator.clipboard.writeText(secret).then(() => setIsCopied(true))}
				>
					{isCopied ? <CopyCheck aria-hidden="true" size={14} /> : <Copy aria-hidden="true" size={14} />}
					{isCopied ? "Copied" : "Copy"}
				</Button>
				<Button size="compact" look="solid" onClick={onClose}>
					Done
				</Button>
			</div>
		</Dialog>
	);
}
