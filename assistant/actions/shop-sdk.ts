import {
	type ActionContext,
	type ActionResult,
	type ActionTracker,
	defineAction,
	defineFormValidation,
	type ResponseDraft,
	slotEvents,
	type SlotValidator,
	type SlotVerdict,
} from "../../dialogue/action-sdk.ts";
import type { ActionEvent, FormName, SlotName } from "../../dialogue/domain-types.ts";
import type { ProjectDomain } from "./domain-types.ts";
import type { ShopPorts } from "./ports.ts";

/** The SDK with this domain's names and this shop's ports: what does not exist fails to compile. */
export const defineShopAction = defineAction<ShopPorts, ProjectDomain>;
export const defineShopForm = defineFormValidation<ShopPorts, ProjectDomain>;

/** Events that set slots. */
export const setSlots = slotEvents<ProjectDomain>;

export type ShopContext = ActionContext<ShopPorts, ProjectDomain>;
export type ShopTracker = ActionTracker<ProjectDomain>;
export type ShopEvent = ActionEvent<ProjectDomain>;
export type ShopResult = ActionResult<ProjectDomain>;
export type ShopResponse = ResponseDraft<ProjectDomain>;
export type ShopForm = FormName<ProjectDomain>;
export type ShopAction = ProjectDomain["actions"];
export type ShopIntent = ProjectDomain["intents"];
export type ShopSlot = SlotName<ProjectDomain>;
export type ShopResponseName = ProjectDomain["responses"];
export type ShopValidator<Slot extends ShopSlot> = SlotValidator<ShopPorts, ProjectDomain, Slot>;
export type ShopVerdict<Slot extends ShopSlot> = SlotVerdict<ProjectDomain, Slot>;
