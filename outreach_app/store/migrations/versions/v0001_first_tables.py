"""The first tables, their indexes, the search index and the guards of the journal."""

from alembic import op

from outreach_app.store import engine

revision = "v0001"
down_revision = None

_STATEMENTS = (
    """
    CREATE TABLE consent (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        person BLOB,
        purpose VARCHAR NOT NULL,
        act VARCHAR NOT NULL,
        acted_on VARCHAR NOT NULL,
        how VARCHAR NOT NULL,
        version VARCHAR NOT NULL,
        language VARCHAR NOT NULL,
        witness VARCHAR NOT NULL,
        representation VARCHAR NOT NULL,
        representative VARCHAR NOT NULL,
        sheet VARCHAR NOT NULL,
        canvasser BLOB,
        seen BLOB,
        supersedes BLOB,
        CONSTRAINT pk_consent PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_consent_id ON consent (id)",
    "CREATE INDEX ix_consent_person ON consent (person)",
    "CREATE INDEX ix_consent_supersedes ON consent (supersedes)",
    "CREATE INDEX ix_consent_act_purpose ON consent (act, purpose)",
    """
    CREATE TABLE data_request (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        person BLOB,
        kind VARCHAR NOT NULL,
        step VARCHAR NOT NULL,
        request BLOB,
        happened_on VARCHAR NOT NULL,
        asked_by VARCHAR NOT NULL,
        note VARCHAR NOT NULL,
        canvasser BLOB,
        supersedes BLOB,
        CONSTRAINT pk_data_request PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_data_request_id ON data_request (id)",
    "CREATE INDEX ix_data_request_person ON data_request (person)",
    "CREATE INDEX ix_data_request_request ON data_request (request)",
    "CREATE INDEX ix_data_request_supersedes ON data_request (supersedes)",
    """
    CREATE TABLE access_log (
        id INTEGER NOT NULL,
        at INTEGER NOT NULL,
        canvasser BLOB,
        person BLOB NOT NULL,
        act VARCHAR NOT NULL,
        CONSTRAINT pk_access_log PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_access_log_person ON access_log (person)",
    """
    CREATE TABLE withheld (
        subject BLOB NOT NULL,
        what VARCHAR NOT NULL,
        CONSTRAINT pk_withheld PRIMARY KEY (subject, what)
    )
    """,
    """
    CREATE TABLE one_off_request (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        person BLOB,
        household BLOB,
        came_on VARCHAR NOT NULL,
        months_paid INTEGER NOT NULL,
        decision VARCHAR NOT NULL,
        decided_on VARCHAR NOT NULL,
        canvasser BLOB,
        supersedes BLOB,
        withdrawn VARCHAR,
        CONSTRAINT pk_one_off_request PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_one_off_request_id ON one_off_request (id)",
    "CREATE INDEX ix_one_off_request_person ON one_off_request (person)",
    "CREATE INDEX ix_one_off_request_household ON one_off_request (household)",
    "CREATE INDEX ix_one_off_request_supersedes ON one_off_request (supersedes)",
    """
    CREATE TABLE erasure (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        person BLOB,
        household BLOB,
        asked_by VARCHAR NOT NULL,
        asked_on VARCHAR NOT NULL,
        why VARCHAR NOT NULL,
        texts BLOB,
        CONSTRAINT pk_erasure PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_erasure_id ON erasure (id)",
    "CREATE INDEX ix_erasure_person ON erasure (person)",
    """
    CREATE TABLE judgement (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        subject VARCHAR NOT NULL,
        one BLOB,
        other BLOB,
        verdict VARCHAR NOT NULL,
        household BLOB,
        judged_on VARCHAR NOT NULL,
        CONSTRAINT pk_judgement PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_judgement_id ON judgement (id)",
    "CREATE INDEX ix_judgement_one ON judgement (one)",
    "CREATE INDEX ix_judgement_other ON judgement (other)",
    "CREATE INDEX ix_judgement_household ON judgement (household)",
    """
    CREATE TABLE merged (
        row BLOB NOT NULL,
        survivor BLOB NOT NULL,
        CONSTRAINT pk_merged PRIMARY KEY (row)
    )
    """,
    "CREATE INDEX ix_merged_survivor ON merged (survivor)",
    """
    CREATE TABLE name_share (
        place VARCHAR NOT NULL,
        word VARCHAR NOT NULL,
        people INTEGER NOT NULL,
        CONSTRAINT pk_name_share PRIMARY KEY (place, word)
    )
    """,
    """
    CREATE TABLE look_again (
        person INTEGER NOT NULL,
        CONSTRAINT pk_look_again PRIMARY KEY (person)
    )
    """,
    """
    CREATE TABLE likely_duplicate (
        id VARCHAR NOT NULL,
        subject VARCHAR NOT NULL,
        one BLOB NOT NULL,
        other BLOB NOT NULL,
        bits INTEGER NOT NULL,
        reasons VARCHAR NOT NULL,
        CONSTRAINT pk_likely_duplicate PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_likely_duplicate_one ON likely_duplicate (one)",
    "CREATE INDEX ix_likely_duplicate_other ON likely_duplicate (other)",
    """
    CREATE TABLE answer (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        question BLOB,
        text VARCHAR NOT NULL,
        source VARCHAR NOT NULL,
        answered_on VARCHAR NOT NULL,
        canvasser BLOB,
        CONSTRAINT pk_answer PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_answer_id ON answer (id)",
    "CREATE INDEX ix_answer_question ON answer (question)",
    """
    CREATE TABLE objection_entry (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        worry VARCHAR NOT NULL,
        language VARCHAR NOT NULL,
        words VARCHAR NOT NULL,
        answer VARCHAR NOT NULL,
        avoid VARCHAR NOT NULL,
        sources VARCHAR NOT NULL,
        written_on VARCHAR NOT NULL,
        CONSTRAINT pk_objection_entry PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_objection_entry_id ON objection_entry (id)",
    """
    CREATE TABLE office_contact (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        phone VARCHAR NOT NULL,
        CONSTRAINT pk_office_contact PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_office_contact_id ON office_contact (id)",
    """
    CREATE TABLE campaign (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        name VARCHAR NOT NULL,
        starts_on VARCHAR NOT NULL,
        ends_on VARCHAR NOT NULL,
        unit_code VARCHAR NOT NULL,
        unit_vintage VARCHAR NOT NULL,
        note VARCHAR NOT NULL,
        removed VARCHAR,
        CONSTRAINT pk_campaign PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_campaign_id ON campaign (id)",
    """
    CREATE TABLE target (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        subject_kind VARCHAR NOT NULL,
        subject_key VARCHAR NOT NULL,
        subject_vintage VARCHAR NOT NULL,
        scheme VARCHAR NOT NULL,
        aim VARCHAR NOT NULL,
        starts_on VARCHAR NOT NULL,
        ends_on VARCHAR NOT NULL,
        people INTEGER NOT NULL,
        at_least BOOLEAN NOT NULL,
        set_by VARCHAR NOT NULL,
        document VARCHAR NOT NULL,
        set_on VARCHAR,
        parent BLOB,
        removed VARCHAR,
        CONSTRAINT pk_target PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_target_id ON target (id)",
    "CREATE INDEX ix_target_parent ON target (parent)",
    """
    CREATE TABLE official_figure (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        subject_kind VARCHAR NOT NULL,
        subject_key VARCHAR NOT NULL,
        subject_vintage VARCHAR NOT NULL,
        scheme VARCHAR NOT NULL,
        measure VARCHAR NOT NULL,
        told_on VARCHAR NOT NULL,
        since_on VARCHAR,
        amount INTEGER NOT NULL,
        decimals INTEGER NOT NULL,
        sense VARCHAR NOT NULL,
        source VARCHAR NOT NULL,
        note VARCHAR NOT NULL,
        removed VARCHAR,
        CONSTRAINT pk_official_figure PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_official_figure_id ON official_figure (id)",
    """
    CREATE TABLE model_mark (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        subject_kind VARCHAR NOT NULL,
        subject_key VARCHAR NOT NULL,
        subject_vintage VARCHAR NOT NULL,
        starts_on VARCHAR NOT NULL,
        ends_on VARCHAR,
        removed VARCHAR,
        CONSTRAINT pk_model_mark PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_model_mark_id ON model_mark (id)",
    """
    CREATE TABLE difficulty (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        village BLOB,
        text VARCHAR NOT NULL,
        reported_on VARCHAR NOT NULL,
        canvasser BLOB,
        handling VARCHAR NOT NULL,
        done VARCHAR NOT NULL,
        done_on VARCHAR,
        removed VARCHAR,
        CONSTRAINT pk_difficulty PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_difficulty_id ON difficulty (id)",
    "CREATE INDEX ix_difficulty_village ON difficulty (village)",
    """
    CREATE TABLE committee (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        unit_code VARCHAR NOT NULL,
        unit_vintage VARCHAR NOT NULL,
        decision VARCHAR NOT NULL,
        decided_on VARCHAR,
        issued_by VARCHAR NOT NULL,
        removed VARCHAR,
        CONSTRAINT pk_committee PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_committee_id ON committee (id)",
    """
    CREATE TABLE committee_member (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        committee BLOB,
        person BLOB,
        name VARCHAR NOT NULL,
        office_held VARCHAR NOT NULL,
        seat VARCHAR NOT NULL,
        phone VARCHAR,
        ends_on VARCHAR,
        removed VARCHAR,
        CONSTRAINT pk_committee_member PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_committee_member_id ON committee_member (id)",
    "CREATE INDEX ix_committee_member_committee ON committee_member (committee)",
    """
    CREATE TABLE report_recipient (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        unit_code VARCHAR NOT NULL,
        unit_vintage VARCHAR NOT NULL,
        person BLOB,
        name VARCHAR NOT NULL,
        office_held VARCHAR NOT NULL,
        report VARCHAR NOT NULL,
        way VARCHAR NOT NULL,
        address VARCHAR NOT NULL,
        removed VARCHAR,
        CONSTRAINT pk_report_recipient PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_report_recipient_id ON report_recipient (id)",
    """
    CREATE TABLE territory_change (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        level VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        old_key VARCHAR NOT NULL,
        old_vintage VARCHAR NOT NULL,
        old_name VARCHAR NOT NULL,
        old_kind VARCHAR NOT NULL,
        old_parent VARCHAR NOT NULL,
        new_key VARCHAR NOT NULL,
        new_vintage VARCHAR NOT NULL,
        new_name VARCHAR NOT NULL,
        new_kind VARCHAR NOT NULL,
        new_parent VARCHAR NOT NULL,
        holds_on VARCHAR NOT NULL,
        carried_on VARCHAR,
        decision VARCHAR NOT NULL,
        document VARCHAR NOT NULL,
        removed VARCHAR,
        CONSTRAINT pk_territory_change PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_territory_change_id ON territory_change (id)",
    """
    CREATE TABLE question (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        household BLOB,
        person BLOB,
        worry VARCHAR,
        text VARCHAR NOT NULL,
        asked_on VARCHAR NOT NULL,
        canvasser BLOB,
        CONSTRAINT pk_question PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_question_id ON question (id)",
    "CREATE INDEX ix_question_household ON question (household)",
    """
    CREATE TABLE advice_draft (
        household BLOB NOT NULL,
        content VARCHAR NOT NULL,
        saved_at INTEGER NOT NULL,
        CONSTRAINT pk_advice_draft PRIMARY KEY (household)
    )
    """,
    """
    CREATE TABLE sign_up_draft (
        household BLOB NOT NULL,
        content VARCHAR NOT NULL,
        saved_at INTEGER NOT NULL,
        CONSTRAINT pk_sign_up_draft PRIMARY KEY (household)
    )
    """,
    """
    CREATE TABLE block (
        id INTEGER NOT NULL,
        made_at INTEGER NOT NULL,
        origin VARCHAR NOT NULL,
        source BLOB,
        operations INTEGER NOT NULL,
        payload BLOB NOT NULL,
        CONSTRAINT pk_block PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE canvasser (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        name VARCHAR NOT NULL,
        role VARCHAR NOT NULL,
        phone VARCHAR,
        agency VARCHAR NOT NULL,
        team BLOB,
        ends_on VARCHAR,
        removed VARCHAR,
        code VARCHAR NOT NULL,
        agency_kind VARCHAR NOT NULL,
        duty VARCHAR NOT NULL,
        CONSTRAINT pk_canvasser PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_canvasser_id ON canvasser (id)",
    """
    CREATE TABLE consignment (
        id INTEGER NOT NULL,
        peer BLOB NOT NULL,
        incarnation BLOB NOT NULL,
        number INTEGER NOT NULL,
        dots BLOB NOT NULL,
        "left" BLOB NOT NULL,
        orders BLOB NOT NULL,
        CONSTRAINT pk_consignment PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_consignment_peer ON consignment (peer)",
    """
    CREATE TABLE draft (
        id VARCHAR NOT NULL,
        household BLOB,
        content VARCHAR NOT NULL,
        saved_at INTEGER NOT NULL,
        CONSTRAINT pk_draft PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE enrolment (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        person BLOB,
        household BLOB,
        scheme VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        first_month VARCHAR NOT NULL,
        months INTEGER NOT NULL,
        income INTEGER,
        position INTEGER,
        category VARCHAR NOT NULL,
        contribution INTEGER NOT NULL,
        state INTEGER NOT NULL,
        top_up INTEGER NOT NULL,
        other INTEGER NOT NULL,
        own INTEGER NOT NULL,
        confirmed BOOLEAN NOT NULL,
        rule_book VARCHAR NOT NULL,
        valid_until VARCHAR,
        signed_on VARCHAR NOT NULL,
        visit BLOB,
        canvasser BLOB,
        method VARCHAR NOT NULL,
        support VARCHAR NOT NULL,
        card VARCHAR NOT NULL,
        hospital VARCHAR NOT NULL,
        removed VARCHAR,
        CONSTRAINT pk_enrolment PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_enrolment_household ON enrolment (household)",
    "CREATE INDEX ix_enrolment_id ON enrolment (id)",
    "CREATE INDEX ix_enrolment_person ON enrolment (person)",
    """
    CREATE TABLE head (
        id INTEGER NOT NULL,
        tbl VARCHAR NOT NULL,
        "row" BLOB NOT NULL,
        field VARCHAR NOT NULL,
        incarnation BLOB NOT NULL,
        seq INTEGER NOT NULL,
        time INTEGER NOT NULL,
        value BLOB NOT NULL,
        was BLOB NOT NULL,
        replaced BLOB NOT NULL,
        author BLOB,
        CONSTRAINT pk_head PRIMARY KEY (id)
    )
    """,
    'CREATE INDEX ix_head_row ON head ("row")',
    """
    CREATE TABLE household (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        village BLOB,
        code VARCHAR NOT NULL,
        address VARCHAR NOT NULL,
        neighbour_group VARCHAR NOT NULL,
        category VARCHAR NOT NULL,
        phone VARCHAR,
        register_key VARCHAR,
        source VARCHAR NOT NULL,
        added_at_door BOOLEAN NOT NULL,
        do_not_contact BOOLEAN NOT NULL,
        merged_into BLOB,
        removed VARCHAR,
        preferred_channel VARCHAR,
        language VARCHAR,
        placed_by BLOB,
        CONSTRAINT pk_household PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_household_code ON household (code)",
    "CREATE INDEX ix_household_id ON household (id)",
    "CREATE INDEX ix_household_village ON household (village, id)",
    """
    CREATE TABLE household_state (
        household BLOB NOT NULL,
        village BLOB,
        head_name VARCHAR NOT NULL,
        sort_name VARCHAR NOT NULL,
        members INTEGER NOT NULL,
        code_key VARCHAR NOT NULL,
        last_visit VARCHAR,
        last_id BLOB,
        last_outcome VARCHAR,
        knocked BOOLEAN NOT NULL,
        spoken BOOLEAN NOT NULL,
        hidden BOOLEAN NOT NULL,
        lane_key VARCHAR NOT NULL,
        CONSTRAINT pk_household_state PRIMARY KEY (household)
    )
    """,
    "CREATE INDEX ix_household_state_code_key ON household_state (code_key)",
    "CREATE INDEX ix_household_state_village ON household_state (village)",
    """
    CREATE TABLE in_file (
        id INTEGER NOT NULL,
        hash BLOB NOT NULL,
        import_id VARCHAR,
        peer BLOB,
        incarnation BLOB,
        number INTEGER,
        kind VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        reason_key VARCHAR,
        name VARCHAR NOT NULL,
        read_at INTEGER NOT NULL,
        counts BLOB NOT NULL,
        CONSTRAINT pk_in_file PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_in_file_hash ON in_file (hash)",
    """
    CREATE TABLE list_import (
        id VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        hash BLOB NOT NULL,
        made_at INTEGER NOT NULL,
        counts BLOB NOT NULL,
        columns VARCHAR NOT NULL,
        CONSTRAINT pk_list_import PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE listed_doubt (
        id BLOB NOT NULL,
        import_id VARCHAR NOT NULL,
        layout VARCHAR NOT NULL,
        list_name VARCHAR NOT NULL,
        "row" INTEGER NOT NULL,
        sheet VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        told BLOB NOT NULL,
        candidates BLOB NOT NULL,
        reason_key VARCHAR NOT NULL,
        settled VARCHAR,
        settled_at INTEGER,
        CONSTRAINT pk_listed_doubt PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE column_memory (
        layout VARCHAR NOT NULL,
        headers BLOB NOT NULL,
        choice BLOB NOT NULL,
        used_at INTEGER NOT NULL,
        CONSTRAINT pk_column_memory PRIMARY KEY (layout, headers)
    )
    """,
    """
    CREATE TABLE machine (
        id INTEGER NOT NULL,
        workspace_id BLOB NOT NULL,
        role VARCHAR NOT NULL,
        office_id BLOB NOT NULL,
        office_name VARCHAR NOT NULL,
        unit_code VARCHAR NOT NULL,
        unit_vintage VARCHAR NOT NULL,
        device_name VARCHAR NOT NULL,
        device_number INTEGER NOT NULL,
        incarnation BLOB NOT NULL,
        last_seq INTEGER NOT NULL,
        last_time INTEGER NOT NULL,
        last_saved INTEGER NOT NULL,
        schema_version INTEGER NOT NULL,
        CONSTRAINT pk_machine PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE membership (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        person BLOB,
        scheme VARCHAR NOT NULL,
        starts VARCHAR,
        ends VARCHAR,
        source VARCHAR NOT NULL,
        removed VARCHAR,
        lapse_reason VARCHAR,
        CONSTRAINT pk_membership PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_membership_id ON membership (id)",
    "CREATE INDEX ix_membership_person ON membership (person)",
    "CREATE INDEX ix_membership_scheme_ends ON membership (scheme, ends)",
    """
    CREATE TABLE operation (
        seq INTEGER NOT NULL,
        incarnation BLOB NOT NULL,
        time INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        tbl VARCHAR NOT NULL,
        "row" BLOB,
        body BLOB NOT NULL,
        replaced BLOB,
        author BLOB,
        schema_version INTEGER NOT NULL,
        CONSTRAINT pk_operation PRIMARY KEY (seq)
    )
    """,
    """
    CREATE TABLE out_file (
        id INTEGER NOT NULL,
        peer BLOB NOT NULL,
        incarnation BLOB NOT NULL,
        number INTEGER NOT NULL,
        hash BLOB NOT NULL,
        name VARCHAR NOT NULL,
        folder VARCHAR NOT NULL,
        low INTEGER NOT NULL,
        high INTEGER NOT NULL,
        operations INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        written_at INTEGER NOT NULL,
        received_at INTEGER,
        accepted INTEGER NOT NULL,
        refused INTEGER NOT NULL,
        CONSTRAINT pk_out_file PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE peer (
        id BLOB NOT NULL,
        name VARCHAR NOT NULL,
        number INTEGER NOT NULL,
        role VARCHAR NOT NULL,
        certificate BLOB,
        binding BLOB,
        sign_key BLOB,
        seal_key VARCHAR,
        incarnation BLOB,
        recovery_code VARCHAR,
        scope BLOB,
        last_number INTEGER NOT NULL,
        clock_offset_s INTEGER NOT NULL,
        last_seen INTEGER,
        revoked BOOLEAN NOT NULL,
        has BLOB,
        CONSTRAINT pk_peer PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE person (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        household BLOB,
        name VARCHAR NOT NULL,
        relation VARCHAR NOT NULL,
        sex VARCHAR,
        born VARCHAR,
        citizen_number VARCHAR,
        insurance_number VARCHAR,
        phone VARCHAR,
        away BOOLEAN NOT NULL,
        deceased BOOLEAN NOT NULL,
        do_not_contact BOOLEAN NOT NULL,
        merged_into BLOB,
        removed VARCHAR,
        away_place VARCHAR NOT NULL,
        away_since VARCHAR,
        back_when VARCHAR,
        back_sure VARCHAR,
        away_phone VARCHAR,
        home_contact VARCHAR NOT NULL,
        returned_on VARCHAR,
        zalo VARCHAR,
        preferred_channel VARCHAR,
        ethnicity VARCHAR,
        health_note VARCHAR,
        location VARCHAR,
        CONSTRAINT pk_person PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_person_household ON person (household)",
    "CREATE INDEX ix_person_id ON person (id)",
    """
    CREATE TABLE prospect (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        person BLOB,
        household BLOB,
        scheme VARCHAR NOT NULL,
        reason VARCHAR NOT NULL,
        source VARCHAR NOT NULL,
        stage VARCHAR NOT NULL,
        next_step VARCHAR NOT NULL,
        next_on VARCHAR,
        removed VARCHAR,
        import_id VARCHAR NOT NULL,
        source_row INTEGER,
        named_on VARCHAR,
        employees INTEGER,
        insured_employees INTEGER,
        CONSTRAINT pk_prospect PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_prospect_household ON prospect (household)",
    "CREATE INDEX ix_prospect_id ON prospect (id)",
    "CREATE INDEX ix_prospect_person ON prospect (person)",
    """
    CREATE TABLE receipt (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        enrolment BLOB,
        amount INTEGER NOT NULL,
        receipt_number VARCHAR NOT NULL,
        received_on VARCHAR NOT NULL,
        canvasser BLOB,
        supersedes BLOB,
        means VARCHAR NOT NULL,
        voided VARCHAR,
        CONSTRAINT pk_receipt PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_receipt_enrolment ON receipt (enrolment)",
    "CREATE INDEX ix_receipt_id ON receipt (id)",
    "CREATE INDEX ix_receipt_supersedes ON receipt (supersedes)",
    """
    CREATE TABLE receipt_book (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        series VARCHAR NOT NULL,
        first_number INTEGER NOT NULL,
        last_number INTEGER NOT NULL,
        width INTEGER NOT NULL,
        canvasser BLOB,
        issued_on VARCHAR NOT NULL,
        returned_on VARCHAR,
        blank_from INTEGER,
        note VARCHAR NOT NULL,
        supersedes BLOB,
        withdrawn VARCHAR,
        CONSTRAINT pk_receipt_book PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_receipt_book_id ON receipt_book (id)",
    "CREATE INDEX ix_receipt_book_supersedes ON receipt_book (supersedes)",
    """
    CREATE TABLE hand_over (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        canvasser BLOB,
        receiver BLOB,
        receiver_name VARCHAR NOT NULL,
        day VARCHAR NOT NULL,
        receipts BLOB,
        due INTEGER NOT NULL,
        counted INTEGER NOT NULL,
        why VARCHAR NOT NULL,
        supersedes BLOB,
        withdrawn VARCHAR,
        CONSTRAINT pk_hand_over PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_hand_over_canvasser ON hand_over (canvasser)",
    "CREATE INDEX ix_hand_over_id ON hand_over (id)",
    "CREATE INDEX ix_hand_over_supersedes ON hand_over (supersedes)",
    """
    CREATE TABLE dossier_state (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        enrolment BLOB,
        state VARCHAR NOT NULL,
        why VARCHAR NOT NULL,
        happened_on VARCHAR NOT NULL,
        canvasser BLOB,
        supersedes BLOB,
        CONSTRAINT pk_dossier_state PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_dossier_state_enrolment ON dossier_state (enrolment)",
    "CREATE INDEX ix_dossier_state_id ON dossier_state (id)",
    "CREATE INDEX ix_dossier_state_supersedes ON dossier_state (supersedes)",
    """
    CREATE TABLE refused_row (
        incarnation BLOB NOT NULL,
        seq INTEGER NOT NULL,
        reason_key VARCHAR NOT NULL,
        CONSTRAINT pk_refused_row PRIMARY KEY (incarnation, seq)
    )
    """,
    """
    CREATE TABLE leaving_row (
        "row" BLOB NOT NULL,
        incarnation BLOB NOT NULL,
        number INTEGER NOT NULL,
        made_at INTEGER NOT NULL,
        CONSTRAINT pk_leaving_row PRIMARY KEY ("row")
    )
    """,
    """
    CREATE TABLE held_file (
        hash BLOB NOT NULL,
        name VARCHAR NOT NULL,
        reason_key VARCHAR NOT NULL,
        device VARCHAR NOT NULL,
        number INTEGER,
        held_at INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        CONSTRAINT pk_held_file PRIMARY KEY (hash)
    )
    """,
    """
    CREATE TABLE turned_away (
        incarnation BLOB NOT NULL,
        seq INTEGER NOT NULL,
        peer BLOB NOT NULL,
        file BLOB NOT NULL,
        reason_key VARCHAR NOT NULL,
        tbl VARCHAR NOT NULL,
        "row" BLOB NOT NULL,
        at INTEGER NOT NULL,
        entry BLOB NOT NULL,
        CONSTRAINT pk_turned_away PRIMARY KEY (incarnation, seq)
    )
    """,
    """
    CREATE TABLE rule_book_edition (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        version VARCHAR NOT NULL,
        issued_on VARCHAR NOT NULL,
        note VARCHAR NOT NULL,
        content BLOB,
        signature BLOB,
        CONSTRAINT pk_rule_book_edition PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_rule_book_edition_id ON rule_book_edition (id)",
    """
    CREATE TABLE seen (
        incarnation BLOB NOT NULL,
        watermark INTEGER NOT NULL,
        beyond BLOB NOT NULL,
        CONSTRAINT pk_seen PRIMARY KEY (incarnation)
    )
    """,
    """
    CREATE TABLE setting (
        name VARCHAR NOT NULL,
        value BLOB NOT NULL,
        CONSTRAINT pk_setting PRIMARY KEY (name)
    )
    """,
    """
    CREATE TABLE sheet (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        code VARCHAR NOT NULL,
        village BLOB,
        day VARCHAR NOT NULL,
        canvasser BLOB,
        households BLOB,
        reasons BLOB,
        finished_on VARCHAR,
        removed VARCHAR,
        CONSTRAINT pk_sheet PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_sheet_code ON sheet (code)",
    "CREATE INDEX ix_sheet_id ON sheet (id)",
    """
    CREATE TABLE meeting (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        kind VARCHAR NOT NULL,
        village BLOB,
        place VARCHAR NOT NULL,
        day VARCHAR NOT NULL,
        hour VARCHAR NOT NULL,
        led_by VARCHAR NOT NULL,
        topic VARCHAR NOT NULL,
        planned INTEGER,
        others INTEGER,
        removed VARCHAR,
        CONSTRAINT pk_meeting PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_meeting_id ON meeting (id)",
    "CREATE INDEX ix_meeting_village ON meeting (village)",
    """
    CREATE TABLE meeting_guest (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        meeting BLOB,
        household BLOB,
        person BLOB,
        canvasser BLOB,
        invited_on VARCHAR,
        answer VARCHAR,
        attended VARCHAR,
        heads INTEGER,
        removed VARCHAR,
        committee_member BLOB,
        CONSTRAINT pk_meeting_guest PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_meeting_guest_household ON meeting_guest (household)",
    "CREATE INDEX ix_meeting_guest_id ON meeting_guest (id)",
    "CREATE INDEX ix_meeting_guest_meeting ON meeting_guest (meeting)",
    "CREATE INDEX ix_meeting_guest_person ON meeting_guest (person)",
    """
    CREATE TABLE stretch (
        id VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        incarnation BLOB NOT NULL,
        low INTEGER NOT NULL,
        high INTEGER NOT NULL,
        made_at INTEGER NOT NULL,
        author BLOB,
        subject VARCHAR,
        undone BOOLEAN NOT NULL,
        CONSTRAINT pk_stretch PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE team (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        name VARCHAR NOT NULL,
        commune_code VARCHAR NOT NULL,
        commune_vintage VARCHAR NOT NULL,
        removed VARCHAR,
        kind VARCHAR NOT NULL,
        starts_on VARCHAR,
        ends_on VARCHAR,
        CONSTRAINT pk_team PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_team_id ON team (id)",
    """
    CREATE TABLE team_member (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        team BLOB,
        canvasser BLOB,
        part VARCHAR NOT NULL,
        leads BOOLEAN NOT NULL,
        starts_on VARCHAR,
        ends_on VARCHAR,
        removed VARCHAR,
        CONSTRAINT pk_team_member PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_team_member_canvasser ON team_member (canvasser)",
    "CREATE INDEX ix_team_member_id ON team_member (id)",
    "CREATE INDEX ix_team_member_team ON team_member (team)",
    """
    CREATE TABLE trusted_person (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        village BLOB,
        person BLOB,
        name VARCHAR NOT NULL,
        standing VARCHAR NOT NULL,
        phone VARCHAR,
        note VARCHAR NOT NULL,
        removed VARCHAR,
        CONSTRAINT pk_trusted_person PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_trusted_person_id ON trusted_person (id)",
    "CREATE INDEX ix_trusted_person_village ON trusted_person (village)",
    """
    CREATE TABLE assignment (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        village BLOB,
        neighbour_group VARCHAR,
        household BLOB,
        team BLOB,
        canvasser BLOB,
        starts_on VARCHAR NOT NULL,
        ends_on VARCHAR,
        removed VARCHAR,
        CONSTRAINT pk_assignment PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_assignment_household ON assignment (household)",
    "CREATE INDEX ix_assignment_id ON assignment (id)",
    "CREATE INDEX ix_assignment_village_ends_on ON assignment (village, ends_on)",
    """
    CREATE TABLE pin (
        canvasser BLOB NOT NULL,
        salt BLOB NOT NULL,
        hash BLOB NOT NULL,
        memory INTEGER NOT NULL,
        passes INTEGER NOT NULL,
        made_at INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        tried_at INTEGER NOT NULL,
        CONSTRAINT pk_pin PRIMARY KEY (canvasser)
    )
    """,
    """
    CREATE TABLE village (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        name VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        prefix VARCHAR NOT NULL,
        commune_code VARCHAR NOT NULL,
        commune_vintage VARCHAR NOT NULL,
        merged_into BLOB,
        removed VARCHAR,
        CONSTRAINT pk_village PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_village_id ON village (id)",
    """
    CREATE TABLE visit (
        number INTEGER NOT NULL,
        id BLOB NOT NULL,
        made INTEGER NOT NULL,
        author BLOB,
        household BLOB,
        visited_on VARCHAR NOT NULL,
        channel VARCHAR NOT NULL,
        door_outcome VARCHAR,
        outcomes BLOB,
        met BLOB,
        met_others VARCHAR NOT NULL,
        objection VARCHAR,
        note VARCHAR NOT NULL,
        next_step VARCHAR NOT NULL,
        next_on VARCHAR,
        canvasser BLOB,
        sheet BLOB,
        sheet_row INTEGER,
        supersedes BLOB,
        cancelled VARCHAR,
        reaction VARCHAR,
        meeting BLOB,
        lapses BLOB,
        CONSTRAINT pk_visit PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX ix_visit_household ON visit (household)",
    "CREATE INDEX ix_visit_id ON visit (id)",
    "CREATE INDEX ix_visit_meeting ON visit (meeting)",
    "CREATE INDEX ix_visit_sheet ON visit (sheet)",
    "CREATE INDEX ix_visit_supersedes ON visit (supersedes)",
    """
    CREATE TABLE visit_fact (
        visit INTEGER NOT NULL,
        household BLOB,
        visited_on VARCHAR NOT NULL,
        outcome VARCHAR,
        spoken BOOLEAN NOT NULL,
        current BOOLEAN NOT NULL,
        CONSTRAINT pk_visit_fact PRIMARY KEY (visit)
    )
    """,
    "CREATE INDEX ix_visit_fact_household ON visit_fact (household)",
    "CREATE INDEX ix_visit_fact_visited_on ON visit_fact (visited_on)",
    """
    CREATE TABLE visit_outcome (
        visit INTEGER NOT NULL,
        person BLOB NOT NULL,
        scheme VARCHAR NOT NULL,
        outcome VARCHAR NOT NULL,
        lapse VARCHAR,
        CONSTRAINT pk_visit_outcome PRIMARY KEY (visit, person, scheme)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE write_guard (
        tbl VARCHAR NOT NULL,
        written INTEGER NOT NULL,
        recorded INTEGER NOT NULL,
        CONSTRAINT pk_write_guard PRIMARY KEY (tbl)
    )
    """,
    """
    CREATE TABLE block_span (
        block INTEGER NOT NULL,
        incarnation BLOB NOT NULL,
        low INTEGER NOT NULL,
        high INTEGER NOT NULL,
        operations INTEGER NOT NULL,
        CONSTRAINT pk_block_span PRIMARY KEY (block, incarnation),
        CONSTRAINT fk_block_span_block_block FOREIGN KEY(block) REFERENCES block (id)
    )
    """,
    "CREATE INDEX ix_person_phone_tail ON person (substr(phone, -4))",
    "CREATE INDEX ix_person_citizen_tail ON person (substr(citizen_number, -4))",
    "CREATE INDEX ix_person_insurance_tail ON person (substr(insurance_number, -4))",
    "CREATE INDEX ix_household_state_place ON household_state (village, sort_name)",
    "CREATE INDEX ix_household_state_sort ON household_state (sort_name)",
    "CREATE INDEX ix_membership_lapse ON membership (lapse_reason) WHERE lapse_reason IS NOT NULL",
    # Doors that lists named are asked for with every list of today.
    (
        "CREATE INDEX ix_prospect_listed ON prospect (named_on, household) WHERE named_on IS NOT NULL"
        " AND stage = 'new' AND removed IS NULL AND reason <> 'in_population'"
    ),
    "CREATE INDEX ix_visit_outcome_lapse ON visit_outcome (lapse, person) WHERE lapse IS NOT NULL",
    "CREATE INDEX ix_household_state_lane ON household_state (village, lane_key) WHERE NOT knocked AND NOT hidden",
    "CREATE INDEX ix_person_away ON person (household) WHERE away",
    "CREATE INDEX ix_person_returned ON person (returned_on) WHERE returned_on IS NOT NULL",
    "CREATE INDEX ix_person_merged ON person (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX ix_household_merged ON household (merged_into) WHERE merged_into IS NOT NULL",
)

_REPLICATED = (
    "village",
    "team",
    "canvasser",
    "team_member",
    "trusted_person",
    "household",
    "assignment",
    "person",
    "membership",
    "prospect",
    "sheet",
    "meeting",
    "meeting_guest",
    "visit",
    "enrolment",
    "receipt_book",
    "receipt",
    "hand_over",
    "dossier_state",
    "rule_book_edition",
    "question",
    "answer",
    "objection_entry",
    "office_contact",
    "campaign",
    "target",
    "official_figure",
    "model_mark",
    "difficulty",
    "committee",
    "committee_member",
    "report_recipient",
    "territory_change",
    "judgement",
    "one_off_request",
    "consent",
    "data_request",
    "erasure",
)


def upgrade() -> None:
    """Make everything in an empty database."""
    connection = op.get_bind()
    engine.make_tables(connection, _STATEMENTS)
    for table in _REPLICATED:
        op.execute(f"INSERT INTO write_guard (tbl, written, recorded) VALUES ('{table}', 0, 0)")
        engine.guard_table(connection, table)
