import { z } from "zod";

/** Something that is not as it was counted. */
export const Difference = z.object({
	table: z.enum([
		"conversation_facts",
		"conversation_facets",
		"analytics_quarters",
		"analytics_days",
		"analytics_slices",
		"analytics_slice_days",
		"analytics_times",
		"analytics_hours",
		"analytics_cohorts",
		"analytics_months",
		"analytics_slice_months",
		"analytics_packs",
		"analytics_packed_changes",
	]),
	/** A conversation, or a row of sums, by its key. */
	key: z.string(),
	/** Each column that differs: as it stands, and as it was counted. Null where there is no row. */
	stands: z.json(),
	counted: z.json(),
});
export type Difference = z.infer<typeof Difference>;
