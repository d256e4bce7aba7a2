import type { DeskModel, ModelList } from "../../../contracts/models.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { useChange } from "../reading.ts";
import { deleteModel, publishModel, rollBackModel } from "./models-api.ts";

/** What somebody is about to do; `model` null is the release's. */
export type ModelQuestion =
	| { readonly kind: "publish"; readonly model: DeskModel | null }
	| { readonly kind: "rollback" }
	| { readonly kind: "delete"; readonly model: DeskModel };

interface ModelDialogsProps extends Pick<ModelList, "models" | "before"> {
	question: ModelQuestion | null;
	onClose: () => void;
}

/** Every change of what answers customers is confirmed. */
export function ModelDialogs({ question, models, before, onClose }: ModelDialogsProps) {
	const refresh = [["models"], ["health"]];
	const publish = useChange(publishModel, { refresh, said: nowLive });
	const rollBack = useChange((ask) => rollBackModel(ask), { refresh, said: nowLive });
	const remove = useChange(deleteModel, { refresh, said: () => "The model is deleted." });
	const nameOf = (id: string | null): string =>
		id === null
			? "the model of the release"
			: (models.find((model) => model.id === id)?.fileName ?? "a model that is kept no longer");
	const published = question?.kind === "publish" ? question.model : null;
	const doomed = question?.kind === "delete" ? question.model : null;
	return (
		<>
			<ConfirmDialog
				isOpen={question?.kind === "publish"}
				title={`Make ${published?.fileName ?? "the model of the release"} live?`}
				action="Make it live"
				look="solid"
				onClose={onClose}
				onConfirm={() => publish.mutate({ id: published?.id ?? null })}
			>
				New conversations begin with it within a quarter of a minute. Those that have begun go on with their
				own. You can roll back at any time.
			</ConfirmDialog>
			<ConfirmDialog
				isOpen={question?.kind === "rollback"}
				title="Roll back?"
				action="Roll back"
				look="solid"
				onClose={onClose}
				onConfirm={() => rollBack.mutate(undefined)}
			>
				New conversations begin with {nameOf(before?.id ?? null)} again.
			</ConfirmDialog>
			<ConfirmDialog
				isOpen={doomed !== null}
				title={`Delete ${doomed?.fileName ?? ""}?`}
				action="Delete the model"
				onClose={onClose}
				onConfirm={() => doomed !== null && remove.mutate(doomed)}
			>
				Conversations that began with it go on with the live one. Only the file itself brings it back.
			</ConfirmDialog>
		</>
	);
}

function nowLive({ models }: ModelList): string {
	const active = models.find(({ isActive }) => isActive);
	return `${active?.fileName ?? "The model of the release"} is live.`;
}
