import { BrainCircuit, Upload } from "lucide-react";
import { useRef, useState } from "react";
import { type DeskModel, MAX_MODEL_BYTES, type ModelList } from "../../../contracts/models.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Page } from "../page.tsx";
import { useChange, useRead } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { useDesk, useMay } from "../world.ts";
import { AnsweringPanel } from "./answering-panel.tsx";
import { ModelDialogs, type ModelQuestion } from "./model-dialogs.tsx";
import { modelColumns } from "./model-columns.tsx";
import { readModels, uploadModel } from "./models-api.ts";

/** What the bot understands and decides by: what is kept, and which one answers. */
export function ModelsPage() {
	const [question, setQuestion] = useState<ModelQuestion | null>(null);
	const read = useRead(["models"], readModels);
	const mayPublish = useMay("models:publish") && read.data?.canPublish === true;
	return (
		<Page
			title="Models"
			lead="New conversations begin with the live one; those that have begun go on with their own."
			actions={
				mayPublish && (
					<>
						{read.data !== undefined && read.data.before !== null && (
							<Button size="compact" onClick={() => setQuestion({ kind: "rollback" })}>
								Roll back
							</Button>
						)}
						<UploadButton />
					</>
				)
			}
		>
			{read.data !== undefined && (
				<AnsweringPanel list={read.data} onRelease={() => setQuestion({ kind: "publish", model: null })} />
			)}
			<RowsPanel
				// another one than that which loads: nothing on the page moves
				key={read.data === undefined ? "loading" : "kept"}
				list={{ ...read, rows: read.data?.models ?? [] }}
				caption="Models that are kept"
				rowKey={({ id }) => id}
				columns={modelColumns(
					mayPublish
						? {
								onPublish: (model) => setQuestion({ kind: "publish", model }),
								onDelete: (model) => setQuestion({ kind: "delete", model }),
							}
						: null,
				)}
				empty={<NoModels list={read.data} />}
			/>
			<ModelDialogs
				question={question}
				models={read.data?.models ?? []}
				before={read.data?.before ?? null}
				onClose={() => setQuestion(null)}
			/>
		</Page>
	);
}

function NoModels({ list }: { list: ModelList | undefined }) {
	return (
		<EmptyState icon={<BrainCircuit size={20} />} title="Only the model of the release">
			{list?.canPublish === false
				? "Others can be kept here once HTTP_API is on: docs/configuration.md."
				: "Train one with “npm run care -- train --out shop.caremodel” and upload the file."}
		</EmptyState>
	);
}

/** Takes a file; it is opened before it is kept, so that a bad one is refused here and not in front of a customer. */
function UploadButton() {
	const { toasts } = useDesk();
	const input = useRef<HTMLInputElement>(null);
	const upload = useChange(uploadModel, {
		refresh: [["models"]],
		said: ({ fileName }: DeskModel) => `${fileName} is kept. It answers as soon as you make it live.`,
	});
	const take = (file: File | undefined): void => {
		if (file === undefined) return;
		if (file.size === 0 || file.size > MAX_MODEL_BYTES) {
			const limit = MAX_MODEL_BYTES / 1_048_576;
			const text = `${file.name} is ${file.size === 0 ? "empty" : `too large: a model has at most ${limit} MiB`}.`;
			toasts.show({ text, tone: "danger" });
			return;
		}
		upload.mutate(file);
	};
	return (
		<>
			<input
				ref={input}
				type="file"
				accept=".caremodel"
				hidden
				aria-label="Model file"
				onChange={(event) => {
					take(event.target.files?.[0]);
					event.target.value = "";
				}}
			/>
			<Button
				look="solid"
				size="compact"
				aria-disabled={upload.isPending}
				onClick={() => !upload.isPending && input.current?.click()}
			>
				<Upload aria-hidden="true" size={14} />
				{upload.isPending ? "Uploading and opening…" : "Upload a model"}
			</Button>
		</>
	);
}
