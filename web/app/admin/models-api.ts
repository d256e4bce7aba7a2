import { z } from "zod";
import { DeskModel, ModelList } from "../../../contracts/models.ts";
import { queryOf } from "../reading.ts";
import type { Ask } from "../world.ts";

export const readModels = (ask: Ask) => ask(ModelList, "/api/desk/models");
export const uploadModel = (ask: Ask, file: File) =>
	ask(DeskModel, `/api/desk/models${queryOf({ fileName: file.name.slice(-200) })}`, { method: "POST", file });
/** @param id - null: the model of the release */
export const publishModel = (ask: Ask, { id }: { id: string | null }) =>
	ask(ModelList, "/api/desk/models/active", { method: "PUT", body: { id } });
export const rollBackModel = (ask: Ask) => ask(ModelList, "/api/desk/models/rollback", { method: "POST" });
export const deleteModel = (ask: Ask, { id }: { id: string }) =>
	ask(z.undefined(), `/api/desk/models/${id}`, { method: "DELETE" });
