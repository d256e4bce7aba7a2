import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Webhook, WEBHOOK_EVENTS, type WebhookEventType } from "../../../contracts/webhooks.ts";
import { useForm } from "../../api/use-form.ts";
import { CheckList } from "../../ui/check-list.tsx";
import { InputField } from "../../ui/field.tsx";
import { FormDialog } from "../form-dialog.tsx";
import { useDesk } from "../world.ts";
import { changeWebhook, createWebhook } from "./desk-settings-api.ts";

const EVENT_NOTES: Readonly<Record<WebhookEventType, string>> = {
	"message.created": "Each message, of the customer, the bot or a person",
	"conversation.owner_changed": "Who answers: the bot, the queue or a person",
	"feedback.given": "A thumb up or down on an answer",
	"csat.given": "What the customer gives the whole conversation, 1 to 5",
};

interface WebhookDialogProps {
	/** Null for a new one. */
	webhook: Webhook | null;
	onClose: () => void;
	onMade: (secret: string) => void;
}

export function WebhookDialog({ webhook, onClose, onMade }: WebhookDialogProps) {
	const { ask, toasts } = useDesk();
	const queries = useQueryClient();
	const [events, setEvents] = useState<readonly string[]>(webhook?.events ?? ["message.created"]);
	const form = useForm(
		async ({ url = "" }) => {
			if (webhook !== null) {
				const changed = await changeWebhook(ask, { id: webhook.id, url, events });
				return changed.ok ? { ok: true as const, value: null } : changed;
			}
			const made = await createWebhook(ask, { url, events });
			return made.ok ? { ok: true as const, value: made.value.secret } : made;
		},
		(secret) => {
			void queries.invalidateQueries({ queryKey: ["webhooks"] });
			onClose();
			if (secret === null) toasts.show({ text: "The webhook is saved." });
			else onMade(secret);
		},
	);
	return (
		<FormDialog
			isOpen
			onClose={onClose}
			title={webhook === null ? "New webhook" : "Change the webhook"}
			form={form}
			submit="Save"
		>
			<InputField
				label="Address"
				name="url"
				type="url"
				required
				autoComplete="off"
				placeholder="https://example.com/hooks/care"
				defaultValue={webhook?.url ?? ""}
				error={form.errors["url"]}
			/>
			<CheckList
				legend="It is told of"
				options={WEBHOOK_EVENTS.map((event) => ({
					value: event,
					label: event,
					note: EVENT_NOTES[event],
				}))}
				chosen={events}
				onChange={setEvents}
				error={form.errors["events"]}
			/>
		</FormDialog>
	);
}
