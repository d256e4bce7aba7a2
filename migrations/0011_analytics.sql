CREATE TABLE "analytics_days" (
	"day" date NOT NULL,
	"channel" text NOT NULL,
	"language" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"detail" text NOT NULL,
	"conversations" bigint DEFAULT 0 NOT NULL,
	"n" bigint DEFAULT 0 NOT NULL,
	"m" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "analytics_days_channel_language_kind_day_name_detail_pk" PRIMARY KEY("channel","language","kind","day","name","detail")
);
--> statement-breakpoint
CREATE TABLE "analytics_quarters" (
	"quarter" timestamp (3) with time zone NOT NULL,
	"channel" text NOT NULL,
	"language" text NOT NULL,
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
	CONSTRAINT "analytics_quarters_channel_language_quarter_pk" PRIMARY KEY("channel","language","quarter")
);
--> statement-breakpoint
CREATE TABLE "conversation_facets" (
	"conversation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"detail" text NOT NULL,
	"n" bigint DEFAULT 0 NOT NULL,
	"m" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "conversation_facets_conversation_id_kind_name_detail_pk" PRIMARY KEY("conversation_id","kind","name","detail")
);
--> statement-breakpoint
CREATE TABLE "conversation_facts" (
	"conversation_id" uuid PRIMARY KEY NOT NULL,
	"through_seq" integer DEFAULT 0 NOT NULL,
	"contact_id" uuid,
	"channel" text NOT NULL,
	"language" text DEFAULT '' NOT NULL,
	"model_id" text,
	"is_test" boolean DEFAULT false NOT NULL,
	"started_at" timestamp (3) with time zone,
	"last_message_at" timestamp (3) with time zone,
	"rested_at" timestamp (3) with time zone,
	"is_returned_here" boolean DEFAULT false NOT NULL,
	"visitor_messages" integer DEFAULT 0 NOT NULL,
	"bot_messages" integer DEFAULT 0 NOT NULL,
	"agent_messages" integer DEFAULT 0 NOT NULL,
	"asked" integer DEFAULT 0 NOT NULL,
	"fallbacks" integer DEFAULT 0 NOT NULL,
	"handoffs" integer DEFAULT 0 NOT NULL,
	"thumbs_up" integer DEFAULT 0 NOT NULL,
	"thumbs_down" integer DEFAULT 0 NOT NULL,
	"rating" smallint,
	"bot_response_ms" bigint,
	"person_response_ms" bigint,
	"waiting_ms" bigint,
	"resolved_at" timestamp (3) with time zone,
	"resolved_by" text,
	"next_started_at" timestamp (3) with time zone,
	"contact_started_at" timestamp (3) with time zone,
	"contact_week" integer,
	"opens_week" boolean DEFAULT false NOT NULL,
	"owner" text DEFAULT 'bot' NOT NULL,
	"first_handoff_at" timestamp (3) with time zone,
	"waiting_since" timestamp (3) with time zone,
	"is_to_bot" boolean DEFAULT false NOT NULL,
	"is_fallback" boolean DEFAULT false NOT NULL,
	"is_answered" boolean DEFAULT false NOT NULL,
	"is_thanks" boolean DEFAULT false NOT NULL,
	"active_form" text,
	"asked_slot" text
);
--> statement-breakpoint
ALTER TABLE "conversation_facets" ADD CONSTRAINT "conversation_facets_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_facts" ADD CONSTRAINT "conversation_facts_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversation_facets_by_name" ON "conversation_facets" USING btree ("kind","name","detail","conversation_id");--> statement-breakpoint
CREATE INDEX "conversation_facts_by_start" ON "conversation_facts" USING btree ("started_at","conversation_id");--> statement-breakpoint
CREATE INDEX "conversation_facts_by_contact" ON "conversation_facts" USING btree ("contact_id","started_at");--> statement-breakpoint
CREATE INDEX "conversation_facts_by_cohort" ON "conversation_facts" USING btree ("contact_started_at","contact_week") WHERE "conversation_facts"."opens_week" and not "conversation_facts"."is_test";