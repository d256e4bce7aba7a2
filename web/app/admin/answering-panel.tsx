import { CircleAlert, Info } from "lucide-react";
import type { ModelList } from "../../../contracts/models.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../page.tsx";
import { useMay } from "../world.ts";

/** Which model new conversations begin with, and why another one might answer. */
export function AnsweringPanel({ list, onRelease }: { list: ModelList; onRelease: () => void }) {
	const mayPublish = useMay("models:publish");
	const { models, answering, canPublish } = list;
	const active = models.find(({ isActive }) => isActive) ?? null;
	const isOther = active !== null && answering !== null && active.modelId !== answering.modelId;
	return (
		<div className="mb-5 space-y-3">
			{!canPublish && (
				<Notice tone="plain" icon={<Info size={14} />} className="justify-start rounded-md">
					The model of the release answers, whatever is kept: HTTP_API is off. docs/configuration.md says how
					to turn it on.
				</Notice>
			)}
			{answering === null && (
				<Notice tone="danger" icon={<CircleAlert size={14} />} className="justify-start rounded-md">
					No model can be loaded just now, so that nobody is answered. System health says which part is away.
				</Notice>
			)}
			{canPublish && isOther && (
				<Notice tone="warn" icon={<CircleAlert size={14} />} className="justify-start rounded-md">
					{active.fileName} is live and does not answer yet. If it stays like this for longer than a quarter
					of a minute, it can’t be loaded: the log says why.
				</Notice>
			)}
			<Panel className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
				<div className="min-w-0">
					<p className="text-xs text-muted">Live</p>
					<p className="font-medium break-words">
						<bdi>{canPublish && active !== null ? active.fileName : "The model of the release"}</bdi>
					</p>
					{answering !== null && (
						<p className="text-xs break-all text-muted">
							{answering.assistantId} · answers as <span className="font-mono">{answering.modelId}</span>
						</p>
					)}
				</div>
				{canPublish && mayPublish && active !== null && (
					<Button size="compact" onClick={onRelease}>
						Back to the release’s
					</Button>
				)}
			</Panel>
		</div>
	);
}
