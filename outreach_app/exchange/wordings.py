"""How the columns of a list are headed: every wording we know, compared folded."""

from enum import StrEnum

from outreach_app.domain.text import fold
from outreach_app.i18n import N_


class Field(StrEnum):
    """What a column of a register may hold; ethnicity is recognised in order to be left out."""

    RUNNING_NUMBER = "running_number"
    HOUSEHOLD_NUMBER = "household_number"
    HEAD = "head"
    NAME = "name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    RELATION = "relation"
    SEX = "sex"
    MALE = "male"
    FEMALE = "female"
    BORN = "born"
    BORN_MALE = "born_male"
    BORN_FEMALE = "born_female"
    BIRTH_DAY = "birth_day"
    BIRTH_MONTH = "birth_month"
    BIRTH_YEAR = "birth_year"
    CITIZEN_NUMBER = "citizen_number"
    INSURANCE_NUMBER = "insurance_number"
    CARD_NUMBER = "card_number"
    PHONE = "phone"
    VILLAGE = "village"
    COMMUNE = "commune"
    DISTRICT = "district"
    NEIGHBOUR_GROUP = "neighbour_group"
    ADDRESS = "address"
    CATEGORY = "category"
    POOR = "poor"
    NEAR_POOR = "near_poor"
    HEALTH_UNTIL = "health_until"
    ETHNICITY = "ethnicity"
    PAID_UNTIL = "paid_until"
    HAS_CARD = "has_card"
    POSITION = "position"
    BUSINESS = "business"
    TAX_NUMBER = "tax_number"
    TAX_METHOD = "tax_method"
    EMPLOYEES = "employees"
    INSURED_EMPLOYEES = "insured_employees"


FIELD_NAMES: dict[Field, str] = {
    Field.RUNNING_NUMBER: N_("running number"),
    Field.HOUSEHOLD_NUMBER: N_("household number"),
    Field.HEAD: N_("name of the head"),
    Field.NAME: N_("full name"),
    Field.FAMILY_NAME: N_("family and middle name"),
    Field.GIVEN_NAME: N_("given name"),
    Field.RELATION: N_("relation to the head"),
    Field.SEX: N_("sex"),
    Field.MALE: N_("tick for men"),
    Field.FEMALE: N_("tick for women"),
    Field.BORN: N_("birth date"),
    Field.BORN_MALE: N_("birth date of men"),
    Field.BORN_FEMALE: N_("birth date of women"),
    Field.BIRTH_DAY: N_("day of birth"),
    Field.BIRTH_MONTH: N_("month of birth"),
    Field.BIRTH_YEAR: N_("year of birth"),
    Field.CITIZEN_NUMBER: N_("citizen ID"),
    Field.INSURANCE_NUMBER: N_("insurance number"),
    Field.CARD_NUMBER: N_("health card number"),
    Field.PHONE: N_("phone"),
    Field.VILLAGE: N_("village"),
    Field.COMMUNE: N_("commune or its code"),
    Field.DISTRICT: N_("district (until 30 June 2025)"),
    Field.NEIGHBOUR_GROUP: N_("neighbour group"),
    Field.ADDRESS: N_("address"),
    Field.CATEGORY: N_("household category"),
    Field.POOR: N_("tick for poor households"),
    Field.NEAR_POOR: N_("tick for near-poor households"),
    Field.HEALTH_UNTIL: N_("health card valid until"),
    Field.ETHNICITY: N_("ethnicity (left out)"),
    Field.PAID_UNTIL: N_("paid until"),
    Field.HAS_CARD: N_("has a health card"),
    Field.POSITION: N_("what they do"),
    Field.BUSINESS: N_("name of the firm or shop"),
    Field.TAX_NUMBER: N_("tax number"),
    Field.TAX_METHOD: N_("how taxes are paid"),
    Field.EMPLOYEES: N_("employees"),
    Field.INSURED_EMPLOYEES: N_("insured employees"),
}

LISTED_FIELDS = frozenset(
    {
        Field.PAID_UNTIL, Field.HAS_CARD, Field.POSITION, Field.BUSINESS, Field.TAX_NUMBER, Field.TAX_METHOD,
        Field.EMPLOYEES, Field.INSURED_EMPLOYEES,
    }
)  # fmt: skip
"""Fields that only lists of people to be asked have; a register has no heading for them."""

HOUSEHOLD_FIELDS = frozenset(
    {
        Field.HOUSEHOLD_NUMBER, Field.HEAD, Field.VILLAGE, Field.COMMUNE, Field.DISTRICT, Field.NEIGHBOUR_GROUP,
        Field.ADDRESS, Field.CATEGORY,
    }
)  # fmt: skip
"""Fields that belong to the whole household: a merged cell stands for all its rows."""

_WORDINGS: dict[Field, str] = {
    Field.RUNNING_NUMBER: "stt, tt, số tt, số thứ tự, thứ tự, stt chung, no",
    Field.HOUSEHOLD_NUMBER: """
        hộ số, số hộ, mã hộ, stt hộ, tt hộ, số thứ tự hộ, mã hộ gia đình, mã hgđ, hộ, số tt hộ, mã số hộ, số
        sổ hộ khẩu, hộ khẩu số, số hộ khẩu, sổ hộ khẩu, hgđ, mã số hộ gia đình, số hgđ""",
    Field.HEAD: """
        chủ hộ, họ tên chủ hộ, họ và tên chủ hộ, tên chủ hộ, họ tên của chủ hộ, chủ hộ gia đình, họ và tên
        chủ hộ gia đình, tên hộ, tên hộ gia đình, đại diện hộ""",
    Field.NAME: """
        họ và tên, họ tên, tên, họ và tên thành viên, họ tên thành viên, tên thành viên, thành viên, họ và
        tên người tham gia, họ và tên khai sinh, họ và tên người dân, họ chữ đệm và tên, họ chữ đệm và tên
        khai sinh, họ và tên thành viên hộ gia đình, họ và tên thành viên trong hộ, họ và tên nhân khẩu, tên
        nhân khẩu, nhân khẩu, họ và tên công dân, full name, hoten, họ tên người tham gia, họ tên đối tượng,
        họ và tên đối tượng, họ tên công dân, tên người tham gia, họ tên nhân khẩu""",
    Field.FAMILY_NAME: """
        họ, họ đệm, họ và đệm, họ và tên đệm, họ tên đệm, họ và chữ đệm, họ lót, họ và tên lót, họ chữ đệm,
        họ và lót""",
    Field.GIVEN_NAME: "tên gọi",
    Field.RELATION: """
        quan hệ với chủ hộ, quan hệ chủ hộ, qh với chủ hộ, qh chủ hộ, quan hệ, qh, mối quan hệ với chủ hộ,
        mối quan hệ, mqh, quan hệ với ch, qhch, qh với ch, mqh với chủ hộ, mã quan hệ, quan hệ với chủ hộ
        gia đình""",
    Field.SEX: "giới tính, phái, gt, giới, nam nữ, phái tính, giới tính nam nữ",
    Field.BORN: """
        ngày sinh, ngày tháng năm sinh, năm sinh, sinh ngày, ngày tháng sinh, ntns, ntn sinh, ng sinh, ns,
        sinh năm, ngày sinh năm sinh, ngày năm sinh, ngày tháng năm sinh năm sinh, ngaysinh, tuổi năm sinh""",
    Field.CITIZEN_NUMBER: """
        số cccd, cccd, cccd cmnd, số định danh, số định danh cá nhân, số đdcn, đdcn, mã định danh, mã định
        danh cá nhân, cmt, cmnd, số cmt, số cmnd, số cccd cmnd, số cmnd cccd, cmnd cccd, số căn cước, căn
        cước, căn cước công dân, số căn cước công dân, cccd đdcn, số cccd đdcn, số đdcn cccd, đdcn cccd, số
        định danh cá nhân cccd, số cc cccd, số giấy tờ tùy thân, cmtnd, số cmtnd, cccd hộ chiếu, số cccd
        đdcn hộ chiếu, số cccd số định danh, số cc, số định danh cá nhân số cccd, giấy tờ tùy thân, cmt
        cccd, số cmt cccd""",
    Field.INSURANCE_NUMBER: """
        mã số bhxh, mã bhxh, số sổ bhxh, số bhxh, mã số bảo hiểm xã hội, sổ bhxh, bhxh, mã số, số sổ, mã số
        bhxh bhyt, mã số sổ bhxh, mã bảo hiểm xã hội, mã số tham gia bhxh, mã đơn vị bhxh cá nhân, mã số
        bhxh số thẻ bhyt""",
    Field.CARD_NUMBER: """
        mã số bhyt, thẻ bhyt, số thẻ bhyt, mã thẻ bhyt, mã thẻ, số thẻ, mã bhyt, số bhyt, mã số thẻ bhyt, mã
        số thẻ, bhyt, mã thẻ bảo hiểm y tế, số thẻ bảo hiểm y tế, mã số bảo hiểm y tế""",
    Field.PHONE: """
        điện thoại, sđt, số điện thoại, đt, số đt, điện thoại liên hệ, số điện thoại liên hệ, di động, điện
        thoại di động, số di động, sđt liên hệ, tel, phone, mobile, zalo, sđt zalo, đtdđ, sdt, số máy""",
    Field.VILLAGE: """
        thôn, bản, thôn bản, tổ dân phố, tdp, thôn tổ, thôn bản tổ dân phố, bản thôn, ấp, khu phố, buôn,
        xóm, khóm, thôn xóm, tiểu khu, thôn tdp, tên thôn, tên bản, thôn bản tdp, ấp khu phố, thôn buôn, khu
        dân cư, khu, buôn làng, làng, thôn làng, thôn xóm bản, tên thôn bản, tên thôn bản tổ dân phố, ấp
        khóm, thôn ấp, bon, plei, thôn khu phố, thôn ấp khu phố, tổ dân phố thôn, tổ bản""",
    Field.COMMUNE: """
        xã, xã phường, xã phường thị trấn, phường xã, mã xã, mã xã phường, mã đơn vị hành chính cấp xã, tên xã,
        tên xã phường, thuộc xã, xã phường đặc khu, mã số xã""",
    Field.DISTRICT: """
        huyện, quận huyện, huyện thị xã, quận huyện thị xã, huyện quận, mã huyện, mã quận huyện, tên huyện, tên
        quận huyện, thuộc huyện, quận huyện thị xã thành phố, huyện thành phố""",
    Field.NEIGHBOUR_GROUP: """
        tổ liên gia, liên gia, tổ lg, tổ tự quản, tổ, cụm, cụm dân cư, tổ nhân dân tự quản, nhóm hộ, nhóm
        liên gia, tổ đoàn kết""",
    Field.ADDRESS: """
        địa chỉ, nơi ở, chỗ ở, nơi cư trú, chỗ ở hiện tại, nơi ở hiện nay, địa chỉ thường trú, nơi thường
        trú, hộ khẩu thường trú, hktt, địa chỉ liên hệ, địa chỉ nơi ở, số nhà, thường trú, nơi đăng ký hktt,
        nơi ở hiện tại, địa chỉ hộ, nơi đăng ký thường trú, số nhà đường phố, số nhà thôn xóm, địa chỉ thôn
        bản""",
    Field.CATEGORY: """
        đối tượng, diện, diện hộ, loại hộ, hộ nghèo cận nghèo, hộ nghèo cận nghèo dân tộc, nhóm đối tượng,
        loại đối tượng, phân loại hộ, thuộc diện, đối tượng chính sách, diện đối tượng, hộ nghèo hộ cận
        nghèo, hộ nghèo hcn, nghèo cận nghèo, nghèo cận nghèo dân tộc, hoàn cảnh""",
    Field.POOR: "hộ nghèo, nghèo",
    Field.NEAR_POOR: "hộ cận nghèo, cận nghèo",
    Field.HEALTH_UNTIL: """
        hạn thẻ, giá trị thẻ đến, thẻ bhyt đến ngày, hạn thẻ bhyt, hạn sử dụng thẻ, giá trị sử dụng, giá trị
        sử dụng đến, hạn sử dụng, thời hạn thẻ, ngày hết hạn, ngày hết hạn thẻ, hạn bhyt, bhyt đến ngày, giá
        trị thẻ, đến ngày, thời hạn sử dụng thẻ, hết hạn thẻ, hsd, hsd thẻ, thời hạn sử dụng, giá trị thẻ
        đến ngày, thẻ có giá trị đến, thẻ bhyt có giá trị đến, hạn thẻ đến, thời điểm hết hạn, hạn dùng thẻ""",
    Field.ETHNICITY: "dân tộc, thành phần dân tộc, dt, tên dân tộc, tp dân tộc",
}
_LEFT_ALONE = """
        ghi chú, ngày cấp, nơi cấp, ngày cấp cccd, nơi cấp cccd, ngày cấp cmnd, nơi cấp cmnd, ngày nơi cấp,
        nơi sinh, nơi đăng ký kcb, nơi kcb, nơi đăng ký khám chữa bệnh, nơi khám chữa bệnh ban đầu, nghề
        nghiệp, trình độ, trình độ văn hóa, tôn giáo, quốc tịch, số tiền, mức đóng, mức thu nhập, ký nhận,
        chữ ký, ký tên, email, tỉnh, tỉnh thành phố, số khẩu, số nhân khẩu, số người, tổng số khẩu, quê quán,
        nguyên quán, ngày đăng ký, từ ngày, từ tháng, số tháng, họ
        tên bố, họ tên mẹ, họ và tên bố, họ và tên mẹ, họ tên cha, tên cha, tên mẹ, họ và tên vợ chồng,
        mã thôn, mã tỉnh, người giám hộ, tuổi, lý do, tình trạng, mã bệnh viện, mã kcb, học
        vấn, nhóm máu"""

FIELD_BY_WORDING: dict[str, Field] = {
    fold(wording): field for field, wordings in _WORDINGS.items() for wording in wordings.split(",")
}
LEFT_ALONE = frozenset(fold(wording) for wording in _LEFT_ALONE.split(","))
