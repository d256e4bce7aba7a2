CREATE TABLE "erasures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"contact_id" uuid,
	"scope" text NOT NULL,
	"conversation_ids" jsonb NOT NULL,
	"inactive_before" timestamp (3) with time zone,
	"status" text NOT NULL,
	"requested_by" text NOT NULL,
	"counts" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp (3) with time zone NOT NULL,
	"last_error" text,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "erasures_status" CHECK (("erasures"."status" = 'done') = ("erasures"."finished_at" is not null)),
	CONSTRAINT "erasures_scope" CHECK ("erasures"."scope" in ('data', 'account', 'conversations'))
);
--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "erase_after_orders" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "erasures_one_running" ON "erasures" USING btree ("contact_id") WHERE "erasures"."status" = 'running';--> statement-breakpoint
CREATE INDEX "erasures_due" ON "erasures" USING btree ("next_try_at") WHERE "erasures"."status" = 'running';--> statement-breakpoint
CREATE INDEX "erasures_by_contact" ON "erasures" USING btree ("contact_id","requested_at" DESC NULLS LAST);