import { EyeOff } from "lucide-react";
import type { WebhookDelivery } from "../../../contracts/webhooks.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ErrorState, LoadingRows } from "../../ui/states.tsx";
import { useRead } from "../reading.ts";
import { readPayload } from "./desk-settings-api.ts";

/** The body of a delivery, as the program got it. */
export function PayloadDialog({ delivery, onClose }: { delivery: WebhookDelivery; onClose: () => void }) {
	const { id, webhookId, type, seq } = delivery;
	const read = useRead(["payload", id], (ask) => readPayload(ask, { webhookId, id }));
	return (
		<Dialog
			isOpen
			onClose={onClose}
			title={`${type}, entry ${seq}`}
			lead="What your program is told."
			width="wide"
		>
			{read.isPending && <LoadingRows rows={4} />}
			{read.error !== null && <ErrorState message={read.error.message} onRetry={() => void read.refetch()} />}
			{read.data?.isRedacted === true && (
				<Notice tone="plain" icon={<EyeOff size={14} />} className="mb-3 rounded-md">
					Words are hidden: to read them takes the permission conversations:read.
				</Notice>
			)}
			{read.data !== undefined && (
				<section
					aria-label="Body"
					// oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
					tabIndex={0}
					className="max-h-[50dvh] overflow-auto rounded-md bg-panel"
				>
					<pre dir="ltr" className="p-3 font-mono text-xs">
						{JSON.stringify(read.data.payload, null, 2)}
					</pre>
				</section>
			)}
		</Dialog>
	);
}
