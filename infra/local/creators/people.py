"""Who may come in, and the address that mail is sent from."""

from typing import Any

from infra.local.creators.site import Creator, Site
from infra.local.intrinsics import Made
from infra.local.properties import Properties


def _user_pool(logical_id: str, p: Properties, site: Site) -> Made:
    schema = [_attribute(each) for each in p.sections("Schema")]
    pool = site.client("cognito-idp").create_user_pool(
        PoolName=site.name(logical_id),
        **({"Schema": schema} if schema else {}),
        **p.some(
            "AccountRecoverySetting",
            "AdminCreateUserConfig",
            "AutoVerifiedAttributes",
            "DeletionProtection",
            "MfaConfiguration",
            "Policies",
            "UserAttributeUpdateSettings",
            "UsernameAttributes",
            "UserPoolTags",
        ),
    )["UserPool"]
    # Which second factors there are is a call of its own in Cognito.
    if factors := p.get("EnabledMfas"):
        if factors != ["SOFTWARE_TOKEN_MFA"]:
            raise NotImplementedError(f"{logical_id}.EnabledMfas: {factors}")
        site.client("cognito-idp").set_user_pool_mfa_config(
            UserPoolId=pool["Id"],
            SoftwareTokenMfaConfiguration={"Enabled": True},
            MfaConfiguration=pool["MfaConfiguration"],
        )
    issuer = f"cognito-idp.{site.deployment.region}.amazonaws.com/{pool['Id']}"
    attributes = {
        "Arn": pool["Arn"],
        "UserPoolId": pool["Id"],
        "ProviderName": issuer,
        "ProviderURL": f"https://{issuer}",
    }
    return Made(pool["Id"], attributes)


def _attribute(p: Properties) -> dict[str, Any]:
    attribute = p.some("AttributeDataType", "Mutable", "Name", "Required")
    limits = p.section("StringAttributeConstraints").some("MinLength", "MaxLength")
    return {**attribute, "StringAttributeConstraints": limits}


def _group(_logical_id: str, p: Properties, site: Site) -> Made:
    group = p.some("Description", "GroupName", "Precedence", "UserPoolId")
    site.client("cognito-idp").create_group(**group)
    return Made(group["GroupName"])


def _client(logical_id: str, p: Properties, site: Site) -> Made:
    made = site.client("cognito-idp").create_user_pool_client(
        ClientName=site.name(logical_id),
        **p.some(
            "AccessTokenValidity",
            "EnableTokenRevocation",
            "ExplicitAuthFlows",
            "GenerateSecret",
            "IdTokenValidity",
            "PreventUserExistenceErrors",
            "ReadAttributes",
            "RefreshTokenValidity",
            "SupportedIdentityProviders",
            "TokenValidityUnits",
            "UserPoolId",
            "WriteAttributes",
        ),
    )["UserPoolClient"]
    return Made(made["ClientId"], {"ClientId": made["ClientId"]})


def _email_identity(_logical_id: str, p: Properties, site: Site) -> Made:
    address = p.take("EmailIdentity")
    site.client("sesv2").create_email_identity(EmailIdentity=address)
    return Made(address)


CREATORS: dict[str, Creator] = {
    "AWS::Cognito::UserPool": _user_pool,
    "AWS::Cognito::UserPoolGroup": _group,
    "AWS::Cognito::UserPoolClient": _client,
    "AWS::SES::EmailIdentity": _email_identity,
}
