CREATE TABLE "analytics_hours" (
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"detail" text NOT NULL,
	"conversations" bigint DEFAULT 0 NOT NULL,
	"n" bigint DEFAULT 0 NOT NULL,
	"m" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "analytics_hours_kind_at_name_detail_pk" PRIMARY KEY("kind","at","name","detail")
);
--> statement-breakpoint
CREATE TABLE "analytics_slices" (
	"grain" text NOT NULL,
	"slice" text NOT NULL,
	"channel" text NOT NULL,
	"language" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"conversations" bigint DEFAULT 0 NOT NULL,
	"contained" bigint DEFAULT 0 NOT NULL,
	"confirmed" bigint DEFAULT 0 NOT NULL,
	"assumed" bigint DEFAULT 0 NOT NULL,
	"returned" bigint DEFAULT 0 NOT NULL,
	"resolved_by_person" bigint DEFAULT 0 NOT NULL,
	"handed_off" bigint DEFAULT 0 NOT NULL,
	"handoffs" bigint DEFAULT 0 NOT NULL,
	"visitor_messages" bigint DEFAULT 0 NOT NULL,
	"bot_messages" bigint DEFAULT 0 NOT NULL,
	"agent_messages" bigint DEFAULT 0 NOT NULL,
	"asked" bigint DEFAULT 0 NOT NULL,
	"fallbacks" bigint DEFAULT 0 NOT NULL,
	"thumbs_up" bigint DEFAULT 0 NOT NULL,
	"thumbs_down" bigint DEFAULT 0 NOT NULL,
	"rated_1" bigint DEFAULT 0 NOT NULL,
	"rated_2" bigint DEFAULT 0 NOT NULL,
	"rated_3" bigint DEFAULT 0 NOT NULL,
	"rated_4" bigint DEFAULT 0 NOT NULL,
	"rated_5" bigint DEFAULT 0 NOT NULL,
	"bot_response_n" bigint DEFAULT 0 NOT NULL,
	"bot_response_ms" bigint DEFAULT 0 NOT NULL,
	"person_response_n" bigint DEFAULT 0 NOT NULL,
	"person_response_ms" bigint DEFAULT 0 NOT NULL,
	"waiting_n" bigint DEFAULT 0 NOT NULL,
	"waiting_ms" bigint DEFAULT 0 NOT NULL,
	"resolution_n" bigint DEFAULT 0 NOT NULL,
	"resolution_ms" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "analytics_slices_grain_slice_channel_language_at_pk" PRIMARY KEY("grain","slice","channel","language","at")
);
--> statement-breakpoint
CREATE TABLE "analytics_times" (
	"grain" text NOT NULL,
	"slice" text NOT NULL,
	"channel" text NOT NULL,
	"language" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"name" text NOT NULL,
	"doubling" smallint NOT NULL,
	"b00" integer DEFAULT 0 NOT NULL,
	"b01" integer DEFAULT 0 NOT NULL,
	"b02" integer DEFAULT 0 NOT NULL,
	"b03" integer DEFAULT 0 NOT NULL,
	"b04" integer DEFAULT 0 NOT NULL,
	"b05" integer DEFAULT 0 NOT NULL,
	"b06" integer DEFAULT 0 NOT NULL,
	"b07" integer DEFAULT 0 NOT NULL,
	"b08" integer DEFAULT 0 NOT NULL,
	"b09" integer DEFAULT 0 NOT NULL,
	"b10" integer DEFAULT 0 NOT NULL,
	"b11" integer DEFAULT 0 NOT NULL,
	"b12" integer DEFAULT 0 NOT NULL,
	"b13" integer DEFAULT 0 NOT NULL,
	"b14" integer DEFAULT 0 NOT NULL,
	"b15" integer DEFAULT 0 NOT NULL,
	"b16" integer DEFAULT 0 NOT NULL,
	"b17" integer DEFAULT 0 NOT NULL,
	"b18" integer DEFAULT 0 NOT NULL,
	"b19" integer DEFAULT 0 NOT NULL,
	"b20" integer DEFAULT 0 NOT NULL,
	"b21" integer DEFAULT 0 NOT NULL,
	"b22" integer DEFAULT 0 NOT NULL,
	"b23" integer DEFAULT 0 NOT NULL,
	"b24" integer DEFAULT 0 NOT NULL,
	"b25" integer DEFAULT 0 NOT NULL,
	"b26" integer DEFAULT 0 NOT NULL,
	"b27" integer DEFAULT 0 NOT NULL,
	"b28" integer DEFAULT 0 NOT NULL,
	"b29" integer DEFAULT 0 NOT NULL,
	"b30" integer DEFAULT 0 NOT NULL,
	"b31" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "analytics_times_pk" PRIMARY KEY("grain","slice","channel","language","at","name","doubling")
);
--> statement-breakpoint
CREATE TABLE "analytics_unsummed_days" (
	"day" date PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE INDEX "analytics_hours_by_day" ON "analytics_hours" USING btree ((("at" at time zone 'UTC')::date));--> statement-breakpoint
CREATE INDEX "analytics_slices_by_day" ON "analytics_slices" USING btree ((("at" at time zone 'UTC')::date));--> statement-breakpoint
CREATE INDEX "analytics_times_by_day" ON "analytics_times" USING btree ((("at" at time zone 'UTC')::date));--> statement-breakpoint
CREATE INDEX "analytics_days_by_day" ON "analytics_days" USING hash ("day");--> statement-breakpoint
CREATE INDEX "analytics_quarters_by_day" ON "analytics_quarters" USING btree ((("quarter" at time zone 'UTC')::date));--> statement-breakpoint
CREATE INDEX "conversation_facts_with_fallbacks" ON "conversation_facts" USING btree ("started_at","conversation_id") WHERE "conversation_facts"."fallbacks" > 0;--> statement-breakpoint
CREATE INDEX "conversation_facts_with_people" ON "conversation_facts" USING btree ("started_at","conversation_id") WHERE "conversation_facts"."agent_messages" > 0;--> statement-breakpoint
CREATE INDEX "conversation_facts_with_thumbs" ON "conversation_facts" USING btree ("started_at","conversation_id") WHERE "conversation_facts"."thumbs_up" + "conversation_facts"."thumbs_down" > 0;