"""Addresses of marketing."""

from __future__ import annotations

from django.urls import path

from accounts.views_exports import exports
from crm_project.links import routes
from marketing.views import advertising, campaigns, engagement, feedback, surveys

app_name = "marketing"
urlpatterns = [
    *routes(
        "campaigns",
        "campaign",
        list=campaigns.CampaignList,
        create=campaigns.CampaignCreate,
        detail=campaigns.CampaignDetail,
        edit=campaigns.CampaignEdit,
        delete=campaigns.CampaignDelete,
        cancel=campaigns.CampaignCancel,
        aim=campaigns.CampaignAim,
    ),
    *routes(
        "campaign-members",
        "member",
        list=campaigns.MemberList,
        create=campaigns.MemberCreate,
        detail=campaigns.MemberDetail,
        edit=campaigns.MemberEdit,
        delete=campaigns.MemberDelete,
        respond=campaigns.MemberRespond,
        take_part=campaigns.MemberTakePart,
        reach_goal=campaigns.MemberReachGoal,
    ),
    *routes(
        "spend",
        "spend",
        list=campaigns.SpendList,
        create=campaigns.SpendCreate,
        detail=campaigns.SpendDetail,
        edit=campaigns.SpendEdit,
        delete=campaigns.SpendDelete,
    ),
    *routes(
        "engagement",
        "engagementevent",
        list=engagement.EngagementList,
        create=engagement.EngagementCreate,
        detail=engagement.EngagementDetail,
        edit=engagement.EngagementEdit,
    ),
    *routes(
        "engagement-weights",
        "engagementweight",
        list=engagement.WeightList,
        create=engagement.WeightCreate,
        detail=engagement.WeightDetail,
        edit=engagement.WeightEdit,
        delete=engagement.WeightDelete,
    ),
    *routes(
        "data-uses",
        "datause",
        list=engagement.DataUseList,
        create=engagement.DataUseCreate,
        detail=engagement.DataUseDetail,
        edit=engagement.DataUseEdit,
    ),
    *routes(
        "surveys",
        "survey",
        list=surveys.SurveyList,
        create=surveys.SurveyCreate,
        detail=surveys.SurveyDetail,
        edit=surveys.SurveyEdit,
        delete=surveys.SurveyDelete,
        invite=surveys.SurveyInvite,
    ),
    path("surveys/<int:pk>/answer/", surveys.AnswerCreate.as_view(), name="answer_create"),
    path("s/<str:token>/", surveys.respond, name="respond"),
    *routes(
        "survey-answers",
        "answer",
        list=surveys.AnswerList,
        detail=surveys.AnswerDetail,
        edit=surveys.AnswerEdit,
        delete=surveys.AnswerDelete,
    ),
    *routes(
        "feedback",
        "feedback",
        list=feedback.FeedbackList,
        create=feedback.FeedbackCreate,
        detail=feedback.FeedbackDetail,
        edit=feedback.FeedbackEdit,
        delete=feedback.FeedbackDelete,
        answer=feedback.FeedbackAnswer,
        resolve=feedback.FeedbackResolve,
    ),
    *routes(
        "ad-results",
        "adresult",
        list=advertising.AdResultList,
        create=advertising.AdResultCreate,
        detail=advertising.AdResultDetail,
        edit=advertising.AdResultEdit,
        delete=advertising.AdResultDelete,
    ),
    *routes("interactions", "interaction", campaign=advertising.InteractionCampaign),
]
urlpatterns += exports(urlpatterns)
