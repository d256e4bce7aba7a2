import { sql } from "drizzle-orm";
import { test } from "vitest";
import { flushConversation } from "../../store/conversation-log.ts";
import { answered } from "../../store/database.ts";
import { seededRandom } from "../../store/seed/random.ts";
import { randomLog } from "../../store/testing/random-log.ts";
import { withCareDatabase } from "../testing/care-database.ts";
import { runCare } from "../testing/run-care.ts";

test("[AN2] care analytics: verify says 0 of right figures, 1 and what differs of wrong ones; rebuild mends them", async ({
	expect,
}) => {
	await withCareDatabase(async ({ db, env }) => {
		const { conversation, entries } = randomLog(seededRandom(1), 1);
		await flushConversation(db, { conversation, entries, leaseEpoch: 1 });
		expect(await runCare(["analytics", "verify"], env)).toMatchObject({
			code: 0,
			stdout: "The figures of 1 conversations are what their entries say.\n",
		});

		await answered(db.execute(sql`update conversation_facts set handoffs = 99`));
		const later = await runCare(["analytics", "verify", "--from", "2027-01-01", "--json"], env);
		expect(JSON.parse(later.stdout)).toEqual({ conversations: 0, differences: [] });
		expect(await runCare(["analytics", "verify", "--to", "the end"], env)).toMatchObject({ code: 2 });
		const wrong = await runCare(["analytics", "verify", "--json"], env);
		expect(wrong.code).toBe(1);
		expect(JSON.parse(wrong.stdout).differences[0]).toMatchObject({
			table: "conversation_facts",
			key: conversation.id,
			stands: { handoffs: 99 },
		});
		expect((await runCare(["analytics", "verify"], env)).stdout).toContain('{"handoffs":99} stands');
		expect(await runCare(["analytics", "rebuild", "--json"], env)).toMatchObject({
			code: 0,
			stdout: '{"conversations":1}\n',
		});
		expect(JSON.parse((await runCare(["analytics", "verify", "--json"], env)).stdout)).toEqual({
			conversations: 1,
			differences: [],
		});
	});
}, 120_000);
