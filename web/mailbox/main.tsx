import "../zod-settings.ts";
import "../account/account.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createAccountApi } from "../account/account-api.ts";
import { MailboxPage } from "./mailbox-page.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("mailbox.html has lost its root");
const api = createAccountApi((path, init) => fetch(path, init));
createRoot(root).render(
	<StrictMode>
		<MailboxPage read={api.mailbox} />
	</StrictMode>,
);
