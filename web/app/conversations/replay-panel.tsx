import { useMutation } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { MAX_REPLAYED_TURNS, type ReplayComparison } from "../../../contracts/desk-replay.ts";
import { Button } from "../../ui/button.tsx";
import { CheckField } from "../../ui/check-field.tsx";
import { SelectField } from "../../ui/field.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { readModels } from "../admin/models-api.ts";
import { Refused, useRead } from "../reading.ts";
import { useDesk } from "../world.ts";
import { replayConversation } from "./conversation-api.ts";
import { ReplayedTurn } from "./replay-turn.tsx";

interface ReplayPanelProps {
	id: string;
	/** Shows a turn's message in the thread. */
	onSeq: (seq: number) => void;
}

/** What would another model have made of it? Each message is answered anew, beside what was answered then. */
export function ReplayPanel({ id, onSeq }: ReplayPanelProps) {
	const { ask } = useDesk();
	const models = useRead(["models"], readModels);
	const [modelId, setModelId] = useState("");
	const replay = useMutation({
		mutationFn: async () => {
			const answer = await replayConversation(ask, { id, modelId: modelId === "" ? null : modelId });
			if (!answer.ok) throw new Refused(answer.fault);
			return answer.value;
		},
	});
	if (models.error !== null)
		return <ErrorState message={models.error.message} onRetry={() => void models.refetch()} />;
	if (models.data === undefined) return <Skeleton className="h-24" />;
	const { answering } = models.data;
	return (
		<>
			<p className="mb-3 text-muted">
				The customer's messages, answered anew by another model. Actions give what they gave then; nothing is
				stored, and nobody is told.
			</p>
			<div className="mb-5 flex items-end gap-2">
				<SelectField
					label="Model"
					className="min-w-0 flex-1"
					value={modelId}
					onChange={(event) => setModelId(event.target.value)}
				>
					<option value="">
						The one that answers now{answering === null ? "" : ` (${answering.modelId.slice(0, 8)})`}
					</option>
					{models.data.models.map((model) => (
						<option key={model.id} value={model.id}>
							{model.fileName} ({model.modelId.slice(0, 8)})
						</option>
					))}
				</SelectField>
				<Button size="compact" look="solid" disabled={replay.isPending} onClick={() => replay.mutate()}>
					<RotateCcw aria-hidden="true" size={14} />
					{replay.isPending ? "Running…" : "Run again"}
				</Button>
			</div>
			{replay.error !== null && <ErrorState message={replay.error.message} onRetry={() => replay.mutate()} />}
			{replay.data !== undefined && <Comparison comparison={replay.data} onSeq={onSeq} />}
		</>
	);
}

/** @param equal - how many of the turns are the same */
function outcomeInWords(turns: number, equal: number): string {
	if (turns === 0) return "There is no turn of the bot to compare.";
	if (equal === turns) return turns === 1 ? "The one turn is the same." : `All ${turns} turns are the same.`;
	const differ = turns - equal;
	return `${differ} of ${turns} ${turns === 1 ? "turn" : "turns"} ${differ === 1 ? "differs" : "differ"}.`;
}

function Comparison({
	comparison: { model, turns, equal, isCut },
	onSeq,
}: {
	comparison: ReplayComparison;
	onSeq: ReplayPanelProps["onSeq"];
}) {
	const [isAll, setIsAll] = useState(false);
	const shown = isAll ? turns : turns.filter(({ differs }) => differs.length > 0);
	return (
		<section aria-label="Comparison">
			<output className="block font-medium">{outcomeInWords(turns.length, equal)}</output>
			<p className="mb-2 text-xs text-muted">
				Model <span className="font-mono">{model.modelId.slice(0, 12)}</span>
				{isCut && ` · the first ${MAX_REPLAYED_TURNS} turns only`}
			</p>
			{equal > 0 && (
				<CheckField
					isChecked={isAll}
					onToggle={() => setIsAll(!isAll)}
					className="mb-2 text-xs pointer-coarse:min-h-10"
				>
					Also what is the same
				</CheckField>
			)}
			<ol className="space-y-3">
				{shown.map((turn) => (
					<ReplayedTurn key={turn.seq} turn={turn} onSeq={onSeq} />
				))}
			</ol>
		</section>
	);
}
