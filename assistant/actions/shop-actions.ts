import type { ActionDefinition } from "../../dialogue/action-sdk.ts";
import { conversationActions } from "./conversation.ts";
import { formValidations } from "./form-validation.ts";
import { formActions } from "./forms.ts";
import { handoverActions } from "./handover.ts";
import { languageActions } from "./change-language.ts";
import { orderAnswers } from "./order-answers.ts";
import { orderChanges } from "./order-changes.ts";
import type { ShopPorts } from "./ports.ts";
import { productActions } from "./products.ts";
import { returnActions } from "./returns.ts";
import { ticketActions } from "./tickets.ts";

/** Every custom action of the shop's assistant: the `actions` of domain/forms.yml. */
export const shopActions: readonly ActionDefinition<ShopPorts>[] = [
	...formActions,
	...formValidations,
	...orderAnswers,
	...orderChanges,
	...returnActions,
	...ticketActions,
	...handoverActions,
	...productActions,
	...conversationActions,
	...languageActions,
];
